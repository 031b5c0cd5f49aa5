using Local.Cosmos.Items;

namespace Local.Cosmos.Storage;

/// <summary>
/// The only thread that writes. It takes all that waits, applies each transaction by itself, commits the lot once (one flush to disk)
/// and only then tells the waiters: an acknowledged write is on disk, and writers share the price of the flush.
/// </summary>
internal sealed class Writer : IDisposable
{
    const int MaxGroup = 256;
    const int PurgeIntervalSeconds = 5;

    readonly Connection _connection;
    readonly TimeProvider _clock;
    readonly Func<Catalog> _catalog;
    readonly GroupTransaction _group;
    readonly Thread _thread;
    readonly Lock _gate = new();
    // Without spinning: the waiters need the processor more than this thread does.
    readonly ManualResetEventSlim _arrived = new(initialState: false, spinCount: 0);
    List<Work> _waiting = [];
    List<Work> _taken = [];
    bool _closed;
    long _lastPurge;

    public Writer(Connection connection, TimeProvider clock, Func<Catalog> catalog)
    {
        _connection = connection;
        _clock = clock;
        _catalog = catalog;
        _group = new GroupTransaction(connection);
        _thread = new Thread(Loop) { IsBackground = true, Name = "cosmos writer" };
        _thread.Start();
    }

    /// <summary>Once set, nothing is committed any more and every waiter fails: the process is taken for dead.</summary>
    public Exception? Broken { get; set; }

    public Task Write(ItemTransaction transaction)
    {
        Enqueue(transaction);
        return transaction.Done;
    }

    public async Task<T> Run<T>(Func<Connection, T> change, Action<Connection> committed)
    {
        var work = new CatalogChange<T>(change, committed);
        Enqueue(work);
        await work.Done;
        return work.Result;
    }

    /// <summary>Finishes what is waiting, then closes the connection.</summary>
    public void Dispose()
    {
        lock (_gate) _closed = true;
        _arrived.Set();
        _thread.Join();
        _group.Dispose();
        _connection.Dispose();
        _arrived.Dispose();
    }

    void Enqueue(Work work)
    {
        bool isFirst;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _waiting.Add(work);
            isFirst = _waiting.Count == 1;
        }
        if (isFirst) _arrived.Set();
    }

    void Loop()
    {
        while (Take())
        {
            for (var start = 0; start < _taken.Count;)
            {
                var end = start;
                while (end < _taken.Count && end - start < MaxGroup && _taken[end] is ItemTransaction) end++;
                if (end > start) Commit(_taken[start..end]);
                else Commit((CatalogChange)_taken[end++]);
                start = end;
            }
            _taken.Clear();
            Purge();
        }
    }

    bool Take()
    {
        while (true)
        {
            _arrived.Wait();
            lock (_gate)
            {
                _arrived.Reset();
                if (_waiting.Count > 0)
                {
                    (_waiting, _taken) = (_taken, _waiting);
                    return true;
                }
                if (_closed) return false;
            }
        }
    }

    void Commit(List<Work> transactions)
    {
        try
        {
            _group.Begin();
            var ts = _clock.GetUtcNow().ToUnixTimeSeconds();
            foreach (var work in transactions) _group.Apply((ItemTransaction)work, ts);
            if (Broken is { } broken) throw broken;
            _group.Commit();
        }
#pragma warning disable CA1031 // Whatever went wrong, nobody may be told that his write is safe, and the thread must go on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _group.Rollback();
            foreach (var work in transactions) work.Fail(error);
            return;
        }
        foreach (var work in transactions) work.Succeed();
    }

    void Commit(CatalogChange change)
    {
        try
        {
            if (Broken is { } broken) throw broken;
            _connection.Execute("BEGIN IMMEDIATE");
            change.Apply(_connection);
            _connection.Execute("COMMIT");
            change.Committed(_connection);
            _group.Forget();
        }
#pragma warning disable CA1031 // As above.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _group.Rollback();
            change.Fail(error);
            return;
        }
        change.Succeed();
    }

    void Purge()
    {
        var now = _clock.GetUtcNow().ToUnixTimeSeconds();
        if (Broken is not null || now - _lastPurge < PurgeIntervalSeconds) return;
        _lastPurge = now;
        try
        {
            _group.Purge(_catalog().Containers, now);
        }
        catch (StorageException)
        {
            // What has expired stays invisible; the next purge tries again.
            _group.Rollback();
        }
    }
}
