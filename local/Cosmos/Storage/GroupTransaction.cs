using Local.Cosmos.Items;

namespace Local.Cosmos.Storage;

/// <summary>One SQLite transaction holding the transactions of several callers, of which each succeeds or fails alone.</summary>
internal sealed class GroupTransaction : IDisposable
{
    readonly Connection _connection;
    readonly Statement _begin;
    readonly Statement _commit;
    readonly Statement _savepoint;
    readonly Statement _release;
    readonly Statement _undo;
    readonly Statement _counters;
    readonly Dictionary<Container, ItemTable> _tables = [];
    readonly List<Container> _touched = [];

    public GroupTransaction(Connection connection)
    {
        _connection = connection;
        _begin = connection.Prepare("BEGIN IMMEDIATE");
        _commit = connection.Prepare("COMMIT");
        _savepoint = connection.Prepare("SAVEPOINT one");
        _release = connection.Prepare("RELEASE one");
        _undo = connection.Prepare("ROLLBACK TO one");
        _counters = connection.Prepare("UPDATE containers SET lsn = ?2, rid = ?3, clock = ?4 WHERE number = ?1");
    }

    public void Begin()
    {
        _touched.Clear();
        _begin.Run();
    }

    public void Apply(ItemTransaction transaction, long now)
    {
        var container = transaction.Container;
        if (container.IsDropped)
        {
            foreach (var operation in transaction.Operations) operation.Fail(404, "Owner resource does not exist", 1003);
            return;
        }
        // The clock of a container never goes back, so that its seconds are in the order of its LSNs.
        var ts = Math.Max(now, container.Clock);
        var table = Table(container);
        var operations = transaction.Operations;
        var failed = operations.Length == 1 ? ApplyEach(table, transaction, container.Lsn + 1, ts)
            : CanCheckFirst(container, operations) ? CheckThenPerform(table, transaction, container.Lsn + 1, ts)
            : ApplyInSavepoint(table, transaction, container.Lsn + 1, ts);
        if (failed >= 0 && operations.Length > 1) FailOthers(operations, failed);
        if (failed < 0 && Writes(transaction.Operations))
        {
            container.Lsn++;
            container.Clock = ts;
            if (!_touched.Contains(container)) _touched.Add(container);
        }
        transaction.Lsn = container.Lsn;
    }

    public void Commit()
    {
        foreach (var container in _touched)
        {
            // The counters outlive deleted items: an LSN or a rid that was given out never comes again.
            _counters.Bind(1, container.Number);
            _counters.Bind(2, container.Lsn);
            _counters.Bind(3, container.LastRid);
            _counters.Bind(4, container.Clock);
            _counters.Run();
        }
        _commit.Run();
        foreach (var container in _touched) container.Committed = container.Lsn;
    }

    public void Rollback()
    {
        if (!_connection.IsIdle) _connection.Execute("ROLLBACK");
    }

    /// <summary>Dropped containers' statements go; the others' are prepared again by SQLite itself.</summary>
    public void Forget()
    {
        foreach (var (container, table) in _tables)
        {
            if (!container.IsDropped) continue;
            table.Dispose();
            _tables.Remove(container);
        }
    }

    public void Purge(IReadOnlyList<Container> containers, long now)
    {
        foreach (var container in containers)
        {
            if (container.Definition.DefaultTtl is not null) Table(container).Purge(now);
        }
    }

    public void Dispose()
    {
        foreach (var table in _tables.Values) table.Dispose();
        foreach (var statement in (Statement[])[_begin, _commit, _savepoint, _release, _undo, _counters]) statement.Dispose();
    }

    /// <summary>The index of the operation that failed, or -1.</summary>
    static int ApplyEach(ItemTable table, ItemTransaction transaction, long lsn, long ts)
    {
        for (var i = 0; i < transaction.Operations.Length; i++)
        {
            table.Apply(transaction.PartitionKey, transaction.Operations[i], lsn, ts);
            if (transaction.Operations[i].Failed) return i;
        }
        return -1;
    }

    int ApplyInSavepoint(ItemTable table, ItemTransaction transaction, long lsn, long ts)
    {
        _savepoint.Run();
        var failed = ApplyEach(table, transaction, lsn, ts);
        if (failed >= 0) _undo.Run();
        _release.Run();
        return failed;
    }

    /// <summary>
    /// The usual batch: few operations on different items, none of which can fail once all are checked.
    /// It needs no savepoint, which would copy every page it touches.
    /// </summary>
    static bool CanCheckFirst(Container container, ItemOperation[] operations)
    {
        const int Few = 8;
        if (operations.Length > Few || container.Shape.UniqueKeys.Count > 0) return false;
        for (var i = 0; i < operations.Length; i++)
        {
            if (operations[i].Verb is ItemVerb.Patch) return false;
            for (var j = 0; j < i; j++)
            {
                if (operations[i].Id.AsSpan().SequenceEqual(operations[j].Id)) return false;
            }
        }
        return true;
    }

    static int CheckThenPerform(ItemTable table, ItemTransaction transaction, long lsn, long ts)
    {
        for (var i = 0; i < transaction.Operations.Length; i++)
        {
            table.Check(transaction.PartitionKey, transaction.Operations[i], ts);
            if (transaction.Operations[i].Failed) return i;
        }
        foreach (var operation in transaction.Operations) table.Perform(operation, lsn, ts);
        return -1;
    }

    static void FailOthers(ItemOperation[] operations, int failed)
    {
        for (var i = 0; i < operations.Length; i++)
        {
            if (i != failed) operations[i].Fail(424, "Another operation of the batch failed.");
        }
    }

    static bool Writes(ItemOperation[] operations)
    {
        foreach (var operation in operations)
        {
            if (operation.Verb is not ItemVerb.Read) return true;
        }
        return false;
    }

    ItemTable Table(Container container)
    {
        if (_tables.TryGetValue(container, out var table)) return table;
        return _tables[container] = new ItemTable(_connection, container);
    }
}
