using Local.Cosmos.Storage;

namespace Local.Cosmos.Items;

/// <summary>Reads and writes of single items.</summary>
internal sealed class PointOperations(Store store)
{
    const int MaxBodyBytes = 2 * 1024 * 1024;

    /// <summary>Runs on the caller's thread: a read of a few pages is cheaper than a switch of threads.</summary>
    public Answer Read(Incoming request, Container container, byte[] id)
    {
        var key = PartitionKey.OfHeader(request.Header("x-ms-documentdb-partitionkey"), container.Shape.PartitionKey.Count);
        var lsn = container.Committed;
        var body = Read(container, key, id);
        if (body is null) return Answer.Error(404, "Resource Not Found", lsn: lsn);
        var etag = container.System.EtagHeader(body);
        var known = request.Header("If-None-Match");
        if (known is not null && (known == etag || known == "*")) return new Answer { Status = 304, Etag = etag, Lsn = lsn };
        return new Answer { Status = 200, Etag = etag, Lsn = lsn, Body = body };
    }

    public async ValueTask<Answer> Write(Incoming request, Container container, Target target, ReadOnlyMemory<byte> body)
    {
        if (target.Kind == RequestKind.Other) throw new Refusal(405, "The method is not supported on items.");
        var key = PartitionKey.OfHeader(request.Header("x-ms-documentdb-partitionkey"), container.Shape.PartitionKey.Count);
        var operation = Operation(request, container, target, key, body);
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
        if (id is not null && !item.Id.AsSpan().SequenceEqual(id)) throw Refusal.BadRequest("The id in the body is not the id of the item being replaced.");
        return item;
    }

    byte[]? Read(Container container, byte[] key, byte[] id)
    {
        var reader = store.Readers.Rent();
        try
        {
            var statement = reader.Prepare(container.PointRead);
            statement.BindText(1, key);
            statement.BindText(2, id);
            try
            {
                if (!statement.Step()) return null;
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

    static ItemOperation Operation(Incoming request, Container container, Target target, byte[] key, ReadOnlyMemory<byte> body)
    {
        if (body.Length > MaxBodyBytes) throw Refusal.TooLarge();
        var isPatch = target.Kind == RequestKind.Patch;
        var item = target.Kind == RequestKind.Delete || isPatch ? null : Scan(body.Span, container, key, target.Id);
        return new ItemOperation
        {
            Verb = Verb(target.Kind),
            Id = target.Id ?? item!.Id,
            Item = item,
            Patch = isPatch ? JsonPatch.Parse(body.Span, key) : null,
            IfMatch = Condition.Parse(request.Header("If-Match")),
            IsMinimal = request.Header("Prefer") is { } prefer && prefer.Contains("return=minimal", StringComparison.OrdinalIgnoreCase),
        };
    }

    static ItemVerb Verb(RequestKind kind) => kind switch
    {
        RequestKind.Create => ItemVerb.Create,
        RequestKind.Replace => ItemVerb.Replace,
        RequestKind.Upsert => ItemVerb.Upsert,
        RequestKind.Delete => ItemVerb.Delete,
        _ => ItemVerb.Patch,
    };
}
