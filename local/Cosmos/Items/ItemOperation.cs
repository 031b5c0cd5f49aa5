namespace Local.Cosmos.Items;

internal enum ItemVerb { Create, Read, Replace, Upsert, Delete, Patch }

/// <summary>One operation on one item, on its own or in a batch; the writer fills in the outcome.</summary>
internal sealed class ItemOperation
{
    public required ItemVerb Verb { get; init; }

    public required byte[] Id { get; init; }

    public Item? Item { get; init; }

    /// <summary>Of a patch: makes the new item out of the body that the writer finds.</summary>
    public Func<byte[], Item>? Change { get; init; }

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
