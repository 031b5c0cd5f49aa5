namespace Local.Cosmos.Items;

/// <summary>An item about to be written: everything the writer needs, worked out before it reaches the writer's thread.</summary>
internal sealed class Item
{
    public required byte[] Id { get; init; }

    public required byte[] PartitionKey { get; init; }

    public required Guid Etag { get; init; }

    /// <summary>The item's own time to live in seconds; -1 is never.</summary>
    public required long? Ttl { get; init; }

    public required IndexValue[] Indexed { get; init; }

    public required byte[][] UniqueKeys { get; init; }

    /// <summary>The body with its system properties, of which _rid, _self and _ts are still to be stamped.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The second at which the item is gone, by its own time to live or the container's.</summary>
    public static long? Expiry(long? itemTtl, long? containerTtl, long ts) => containerTtl is null ? null : (itemTtl ?? containerTtl) switch
    {
        -1 => null,
        { } seconds => ts + seconds,
        null => null,
    };
}
