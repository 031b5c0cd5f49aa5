using Local.Cosmos.Items;

namespace Local.Cosmos.Storage;

/// <summary>One SQLite transaction holding the transactions of several callers, of which each succeeds or fails alone.</summary>
internal sealed class GroupTransaction : IDisposable
{
    private readonly Connection connection;
    private readonly Statement begin;
    private readonly Statement commit;
    private readonly Statement savepoint;
    private readonly Statement release;
    private readonly Statement undo;
    private readonly Statement counters;
    private readonly Dictionary<Container, ItemTable> tables = [];
    private readonly List<Container> touched = [];

    public GroupTransaction(Connection connection)
    {
        this.connection = connection;
        begin = connection.Prepare("BEGIN IMMEDIATE");
        commit = connection.Prepare("COMMIT");
        savepoint = connection.Prepare("SAVEPOINT one");
        release = connection.Prepare("RELEASE one");
        undo = connection.Prepare("ROLLBACK TO one");
        counters = connection.Prepare("UPDATE containers SET lsn = ?2, rid = ?3, clock = ?4 WHERE number = ?1");
    }

    public void Begin()
    {
        touched.Clear();
        begin.Run();
    }

    public void Apply(ItemTransaction transaction, long now)
    {
        var container = transaction.Container;
        if (container.IsDropped)
        {
            foreach (var operation in transaction.Operations)
                operation.Fail(404, "Owner resource does not exist", 1003);
            return;
        }
        // The clock of a container never goes back, so that its seconds are in the order of its LSNs.
        var ts = Math.Max(now, container.Clock);
        var table = Table(container);
        var operations = transaction.Operations;
        var failed = operations.Length == 1 ? ApplyEach(table, transaction, container.Lsn + 1, ts)
            : CanCheckFirst(container, operations) ? CheckThenPerform(table, transaction, container.Lsn + 1, ts)
            : ApplyInSavepoint(table, transaction, container.Lsn + 1, ts);
        if (failed >= 0 && operations.Length > 1)
            FailOthers(operations, failed);
        if (failed < 0 && Writes(transaction.Operations))
        {
            container.Lsn++;
            container.Clock = ts;
            if (!touched.Contains(container))
                touched.Add(container);
        }
        transaction.Lsn = container.Lsn;
    }

    public void Commit()
    {
        foreach (var container in touched)
        {
            // The counters outlive deleted items: an LSN or a rid that was given out never comes again.
            counters.Bind(1, container.Number);
            counters.Bind(2, container.Lsn);
            counters.Bind(3, container.LastRid);
            counters.Bind(4, container.Clock);
            counters.Run();
        }
        commit.Run();
        foreach (var container in touched)
            container.Committed = container.Lsn;
    }

    public void Rollback()
    {
        if (!connection.IsIdle)
            connection.Execute("ROLLBACK");
    }

    /// <summary>Dropped containers' statements go; the others' are prepared again by SQLite itself.</summary>
    public void Forget()
    {
        foreach (var (container, table) in tables)
        {
            if (!container.IsDropped)
                continue;
            table.Dispose();
            tables.Remove(container);
        }
    }

    public void Purge(IReadOnlyList<Container> containers, long now)
    {
        foreach (var container in containers)
        {
            if (container.Definition.DefaultTtl is not null)
                Table(container).Purge(now);
        }
    }

    public void Dispose()
    {
        foreach (var table in tables.Values)
            table.Dispose();
        foreach (var statement in (Statement[])[begin, commit, savepoint, release, undo, counters])
            statement.Dispose();
    }

    /// <summary>The index of the operation that failed, or -1.</summary>
    private static int ApplyEach(ItemTable table, ItemTransaction transaction, long lsn, long ts)
    {
        for (var i = 0; i < transaction.Operations.Length; i++)
        {
            table.Apply(transaction.PartitionKey, transaction.Operations[i], lsn, ts);
            if (transaction.Operations[i].Failed)
                return i;
        }
        return -1;
    }

    private int ApplyInSavepoint(ItemTable table, ItemTransaction transaction, long lsn, long ts)
    {
        savepoint.Run();
        var failed = ApplyEach(table, transaction, lsn, ts);
        if (failed < 0 && transaction.AnswerBytes > ItemTransaction.MaxAnswerBytes)
        {
            failed = transaction.Operations.Length - 1;
            transaction.Operations[failed].Fail(
                413, "The answer of the batch would exceed 4 MB: read fewer items in one batch, or write without content response.",
                    ItemTransaction.AnswerTooLarge);
        }
        if (failed >= 0)
            undo.Run();
        release.Run();
        return failed;
    }

    /// <summary>
    /// The usual batch: few operations on different items, none of which can fail once all are checked.
    /// It needs no savepoint, which would copy every page it touches.
    /// </summary>
    private static bool CanCheckFirst(Container container, ItemOperation[] operations)
    {
        const int Few = 8;
        if (operations.Length > Few || container.Shape.UniqueKeys.Count > 0)
            return false;
        for (var i = 0; i < operations.Length; i++)
        {
            if (operations[i].Verb is ItemVerb.Patch or ItemVerb.Read)
                return false;
            for (var j = 0; j < i; j++)
            {
                if (operations[i].Id.AsSpan().SequenceEqual(operations[j].Id))
                    return false;
            }
        }
        return true;
    }

    private static int CheckThenPerform(ItemTable table, ItemTransaction transaction, long lsn, long ts)
    {
        for (var i = 0; i < transaction.Operations.Length; i++)
        {
            table.Check(transaction.PartitionKey, transaction.Operations[i], ts);
            if (transaction.Operations[i].Failed)
                return i;
        }
        foreach (var operation in transaction.Operations)
            table.Perform(operation, lsn, ts);
        return -1;
    }

    private static void FailOthers(ItemOperation[] operations, int failed)
    {
        for (var i = 0; i < operations.Length; i++)
        {
            if (i != failed)
                operations[i].Fail(424, "Another operation of the batch failed.");
        }
    }

    private static bool Writes(ItemOperation[] operations)
    {
        foreach (var operation in operations)
        {
            if (operation.Verb is not ItemVerb.Read)
                return true;
        }
        return false;
    }

    private ItemTable Table(Container container)
    {
        if (tables.TryGetValue(container, out var table))
            return table;
        return tables[container] = new ItemTable(connection, container);
    }
}
