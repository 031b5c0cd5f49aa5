using Local.Cosmos.Storage;

namespace Local.Cosmos.Items;

internal enum ItemVerb { Create, Read, Replace, Upsert, Delete, Patch }

/// <summary>One operation on one item, on its own or in a batch; the writer fills in the outcome.</summary>
internal sealed class ItemOperation
{
    public required ItemVerb Verb { get; init; }

    public required byte[] Id { get; init; }

    public Item? Item { get; init; }

    public JsonPatch? Patch { get; init; }

    public Condition IfMatch { get; init; }

    public Condition IfNoneMatch { get; init; }

    /// <summary>The sender does not want the body back.</summary>
    public bool IsMinimal { get; init; }

    /// <summary>The number and etag of the item as the writer found it; 0 when there is none.</summary>
    public long Rid { get; set; }

    public Guid Found { get; set; }

    public int Status { get; set; }

    public int SubStatus { get; set; }

    public string? Message { get; set; }

    public string? Etag { get; set; }

    public ReadOnlyMemory<byte> Body { get; set; }

    public bool Failed => Status >= 400;

    public void Fail(int status, string message, int subStatus = 0)
    {
        Status = status;
        SubStatus = subStatus;
        Message = message;
        Etag = null;
        Body = default;
    }
}

/// <summary>Operations within one partition key of one container that happen together or not at all.</summary>
internal sealed class ItemTransaction(Container container, byte[] partitionKey, ItemOperation[] operations) : Work
{
    public Container Container => container;

    public byte[] PartitionKey => partitionKey;

    public ItemOperation[] Operations => operations;

    /// <summary>The LSN the transaction was given, or the container's at that time when it wrote nothing.</summary>
    public long Lsn { get; set; }
}
