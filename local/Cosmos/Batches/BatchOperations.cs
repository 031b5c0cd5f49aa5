using Local.Cosmos.Items;
using Local.Cosmos.Operations;
using Local.Cosmos.Partitions;
using Local.Cosmos.Protocol;
using Local.Cosmos.Storage;

namespace Local.Cosmos.Batches;

/// <summary>Transactional batches, and the requests of bulk mode, which have the same form but no atomicity.</summary>
internal sealed class BatchOperations(Store store)
{
    private const int MaxOperations = 100;
    private const int MaxBytes = 2 * 1024 * 1024;

    // What the SDK's own framing may add to 2 MB of items.
    private const int MaxRequestBytes = MaxBytes + (MaxOperations * 4096);

    public static List<BatchRow> Read(ReadOnlyMemory<byte> body)
    {
        if (body.Length > MaxRequestBytes)
            throw Refusal.TooLarge();
        var rows = HybridRow.Read(body, MaxOperations);
        if (rows.Count == 0)
            throw Refusal.BadRequest("The batch has no operations.");
        return BytesOf(rows) > MaxBytes ? throw Refusal.TooLarge() : rows;
    }

    public static int BytesOf(List<BatchRow> rows)
    {
        var bytes = 0;
        foreach (var row in rows)
            bytes += row.Body.Length;
        return bytes;
    }

    public Task<Answer> Handle(Incoming request, Container container, KeyScope scope, List<BatchRow> rows) =>
        request.Flag("x-ms-cosmos-batch-atomic") ? Atomic(container, scope.RequiredKey, rows) : Each(container, scope, rows);

    private async Task<Answer> Atomic(Container container, byte[] key, List<BatchRow> rows)
    {
        var operations = new ItemOperation[rows.Count];
        for (var i = 0; i < operations.Length; i++)
        {
            operations[i] = Operation(rows[i], container, key);
            if (operations[i].Failed)
                return Refused(operations, i, rows, container);
        }
        var transaction = new ItemTransaction(container, key, operations);
        await store.Writer.Write(transaction);
        var failed = false;
        foreach (var operation in operations)
            failed |= operation.Failed;
        return Result(failed ? 207 : 200, operations, transaction.Lsn);
    }

    private async Task<Answer> Each(Container container, KeyScope scope, List<BatchRow> rows)
    {
        var operations = new ItemOperation[rows.Count];
        var waits = new List<Task>(rows.Count);
        for (var i = 0; i < operations.Length; i++)
        {
            try
            {
                var key = PartitionKey.OfHeader(rows[i].PartitionKey, container.Shape.PartitionKey.Count);
                if (!scope.Holds(key))
                    throw new Refusal(400, "The partition key of a bulk operation is not in the key range of its request.", 1001);
                operations[i] = Operation(rows[i], container, key);
                if (!operations[i].Failed)
                    waits.Add(store.Writer.Write(new ItemTransaction(container, key, [operations[i]])));
            }
            catch (Refusal refusal)
            {
                operations[i] = new ItemOperation { Verb = ItemVerb.Read, Id = [] };
                operations[i].Fail(refusal.Status, refusal.Message, refusal.SubStatus);
            }
        }
        await Task.WhenAll(waits);
        LimitReads(operations);
        return Result(Array.Exists(operations, operation => operation.Failed) ? 207 : 200, operations, container.Committed);
    }

    /// <summary>In bulk mode nothing is undone: reads that do not fit are to be sent again.</summary>
    private static void LimitReads(ItemOperation[] operations)
    {
        var bytes = 0L;
        foreach (var operation in operations)
        {
            bytes += operation.Body.Length;
            if (bytes <= ItemTransaction.MaxAnswerBytes || operation.Verb is not ItemVerb.Read)
                continue;
            bytes -= operation.Body.Length;
            operation.Fail(413, "The answer would exceed 4 MB: read this item again.", ItemTransaction.AnswerTooLarge);
        }
    }

    /// <summary>An operation that cannot even be tried fails the batch before it reaches the writer.</summary>
    private static Answer Refused(ItemOperation[] operations, int failed, List<BatchRow> rows, Container container)
    {
        for (var i = 0; i < operations.Length; i++)
        {
            if (i == failed)
                continue;
            operations[i] = new ItemOperation { Verb = ItemVerb.Read, Id = rows[i].Id.ToArray() };
            operations[i].Fail(424, "Another operation of the batch failed.");
        }
        return Result(207, operations, container.Committed);
    }

    private static Answer Result(int status, ItemOperation[] operations, long lsn) =>
        new() { Status = status, Lsn = lsn, Body = BatchResult.Write(operations), ContentType = "application/octet-stream" };

    private static ItemOperation Operation(BatchRow row, Container container, byte[] key)
    {
        var verb = Verb(row.Operation);
        try
        {
            var id = row.Id.IsEmpty ? null : row.Id.ToArray();
            var item = verb is ItemVerb.Create or ItemVerb.Replace or ItemVerb.Upsert
                ? PointOperations.Scan(row.Body.Span, container, key, id) : null;
            return new ItemOperation
            {
                Verb = verb,
                Id = id ?? item?.Id ?? throw Refusal.BadRequest("A batch operation has no id."),
                Item = item,
                Change = verb is ItemVerb.Patch ? JsonPatch.Parse(row.Body.Span, key, container).Apply : null,
                IfMatch = Condition.Parse(row.IfMatch),
                IfNoneMatch = Condition.Parse(row.IfNoneMatch),
                IsMinimal = row.IsMinimal,
            };
        }
        catch (Refusal refusal)
        {
            var operation = new ItemOperation { Verb = verb, Id = row.Id.ToArray() };
            operation.Fail(refusal.Status, refusal.Message, refusal.SubStatus);
            return operation;
        }
    }

    private static ItemVerb Verb(int operation) => operation switch
    {
        0 => ItemVerb.Create,
        1 => ItemVerb.Patch,
        2 => ItemVerb.Read,
        4 => ItemVerb.Delete,
        5 => ItemVerb.Replace,
        20 => ItemVerb.Upsert,
        _ => throw Refusal.BadRequest($"The batch operation type {operation} is not supported."),
    };
}
