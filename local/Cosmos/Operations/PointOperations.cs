using Local.Cosmos.Items;
using Local.Cosmos.Partitions;
using Local.Cosmos.Protocol;
using Local.Cosmos.Storage;

namespace Local.Cosmos.Operations;

/// <summary>Reads and writes of single items.</summary>
internal sealed class PointOperations(Store store)
{
    private const int MaxBodyBytes = 2 * 1024 * 1024;

    /// <summary>Runs on the caller's thread: a read of a few pages is cheaper than a switch of threads.</summary>
    public Answer Read(Incoming request, Container container, KeyScope scope, byte[] id)
    {
        var key = scope.RequiredKey;
        var lsn = container.Committed;
        var body = Read(container, key, id);
        if (body is null)
            return Answer.Error(404, "Resource Not Found", lsn: lsn);
        var etag = container.System.EtagHeader(body);
        var known = request.Header("If-None-Match");
        if (known is not null && (known == etag || known == "*"))
            return new Answer { Status = 304, Etag = etag, Lsn = lsn };
        return new Answer { Status = 200, Etag = etag, Lsn = lsn, Body = body };
    }

    public async ValueTask<Answer> Write(
        Incoming request, Container container, KeyScope scope, ItemVerb verb, byte[]? id, ReadOnlyMemory<byte> body)
    {
        var key = scope.RequiredKey;
        var operation = Operation(request, container, verb, id, key, body);
        var transaction = new ItemTransaction(container, key, [operation]);
        await store.Writer.Write(transaction);
        return operation.Failed
            ? Answer.Error(operation.Status, operation.Message!, operation.SubStatus, transaction.Lsn)
            : new Answer { Status = operation.Status, Etag = operation.Etag, Lsn = transaction.Lsn, Body = operation.Body };
    }

    /// <summary>An item that may be written under the key of its request, and, when it replaces another, under that one's id.</summary>
    public static Item Scan(ReadOnlySpan<byte> body, Container container, byte[] key, byte[]? id)
    {
        var item = ItemScan.Read(body, container.Shape, container.System);
        if (!item.PartitionKey.AsSpan().SequenceEqual(key))
        {
            throw new Refusal(400, "PartitionKey extracted from document doesn't match the one specified in the header", 1001);
        }
        if (id is not null && !item.Id.AsSpan().SequenceEqual(id))
            throw Refusal.BadRequest("The id in the body is not the id of the item being replaced.");
        return item;
    }

    private byte[]? Read(Container container, byte[] key, byte[] id)
    {
        var reader = store.Readers.Rent();
        try
        {
            var statement = reader.Prepare(container.PointRead);
            statement.BindText(1, key);
            statement.BindText(2, id);
            try
            {
                if (!statement.Step())
                    return null;
                return statement.IsNull(1) || statement.Long(1) > store.Now() ? statement.Bytes(0).ToArray() : null;
            }
            finally
            {
                statement.Reset();
            }
        }
        finally
        {
            store.Readers.Return(reader);
        }
    }

    private static ItemOperation Operation(
        Incoming request, Container container, ItemVerb verb, byte[]? id, byte[] key, ReadOnlyMemory<byte> body)
    {
        if (body.Length > MaxBodyBytes)
            throw Refusal.TooLarge();
        var item = verb is ItemVerb.Delete or ItemVerb.Patch ? null : Scan(body.Span, container, key, id);
        return new ItemOperation
        {
            Verb = verb,
            Id = id ?? item!.Id,
            Item = item,
            Change = verb is ItemVerb.Patch ? JsonPatch.Parse(body.Span, key, container).Apply : null,
            IfMatch = Condition.Parse(request.Header("If-Match")),
            IsMinimal = request.Header("Prefer") is { } prefer && prefer.Contains("return=minimal", StringComparison.OrdinalIgnoreCase),
        };
    }
}
