using Local.Cosmos.Items;

namespace Local.Cosmos.Storage;

/// <summary>
/// The only thread that writes. It takes all that waits, applies each transaction by itself, commits the lot once (one flush to disk)
/// and only then tells the waiters: an acknowledged write is on disk, and writers share the price of the flush.
/// </summary>
internal sealed class Writer : IDisposable
{
    private const int MaxGroup = 256;
    private const int PurgeIntervalSeconds = 5;

    private readonly Connection connection;
    private readonly TimeProvider clock;
    private readonly Func<Catalog> catalog;
    private readonly GroupTransaction group;
    private readonly Thread thread;
    private readonly Lock gate = new();
    // Without spinning: the waiters need the processor more than this thread does.
    private readonly ManualResetEventSlim arrived = new(initialState: false, spinCount: 0);
    private List<Work> waiting = [];
    private List<Work> taken = [];
    private bool closed;
    private long lastPurge;

    public Writer(Connection connection, TimeProvider clock, Func<Catalog> catalog)
    {
        this.connection = connection;
        this.clock = clock;
        this.catalog = catalog;
        group = new GroupTransaction(connection);
        thread = new Thread(Loop) { IsBackground = true, Name = "cosmos writer" };
        thread.Start();
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
        lock (gate)
            closed = true;
        arrived.Set();
        thread.Join();
        group.Dispose();
        connection.Dispose();
        arrived.Dispose();
    }

    private void Enqueue(Work work)
    {
        bool isFirst;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            waiting.Add(work);
            isFirst = waiting.Count == 1;
        }
        if (isFirst)
            arrived.Set();
    }

    private void Loop()
    {
        while (Take())
        {
            for (var start = 0; start < taken.Count;)
            {
                var end = start;
                while (end < taken.Count && end - start < MaxGroup && taken[end] is ItemTransaction)
                    end++;
                if (end > start)
                    Commit(taken[start..end]);
                else
                    Commit((CatalogChange)taken[end++]);
                start = end;
            }
            taken.Clear();
            Purge();
        }
    }

    private bool Take()
    {
        while (true)
        {
            arrived.Wait();
            lock (gate)
            {
                arrived.Reset();
                if (waiting.Count > 0)
                {
                    (waiting, taken) = (taken, waiting);
                    return true;
                }
                if (closed)
                    return false;
            }
        }
    }

    private void Commit(List<Work> transactions)
    {
        try
        {
            group.Begin();
            var ts = clock.GetUtcNow().ToUnixTimeSeconds();
            foreach (var work in transactions)
                group.Apply((ItemTransaction)work, ts);
            if (Broken is { } broken)
                throw broken;
            group.Commit();
        }
#pragma warning disable CA1031 // Whatever went wrong, nobody may be told that his write is safe, and the thread must go on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            group.Rollback();
            foreach (var work in transactions)
                work.Fail(error);
            return;
        }
        foreach (var work in transactions)
            work.Succeed();
    }

    private void Commit(CatalogChange change)
    {
        try
        {
            if (Broken is { } broken)
                throw broken;
            connection.Execute("BEGIN IMMEDIATE");
            change.Apply(connection);
            connection.Execute("COMMIT");
            change.Committed(connection);
            group.Forget();
        }
#pragma warning disable CA1031 // As above.
        catch (Exception error)
#pragma warning restore CA1031
        {
            group.Rollback();
            change.Fail(error);
            return;
        }
        change.Succeed();
    }

    private void Purge()
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        if (Broken is not null || now - lastPurge < PurgeIntervalSeconds)
            return;
        lastPurge = now;
        try
        {
            group.Purge(catalog().Containers, now);
        }
        catch (StorageException)
        {
            // What has expired stays invisible; the next purge tries again.
            group.Rollback();
        }
    }
}
