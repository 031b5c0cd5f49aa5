namespace Local.Cosmos.Items;

/// <summary>What the server looks for in the items of a container: its partition key, its indexed paths, its unique keys.</summary>
internal sealed class ItemShape
{
    public ItemShape(IReadOnlyList<JsonPath> partitionKey, IReadOnlyList<JsonPath> indexed,
        IReadOnlyList<IReadOnlyList<JsonPath>> uniqueKeys)
    {
        PartitionKey = partitionKey;
        Indexed = indexed;
        UniqueKeys = uniqueKeys;
        Tracked = [.. partitionKey, .. indexed, .. uniqueKeys.SelectMany(key => key)];
    }

    public IReadOnlyList<JsonPath> PartitionKey { get; }

    public IReadOnlyList<JsonPath> Indexed { get; }

    public IReadOnlyList<IReadOnlyList<JsonPath>> UniqueKeys { get; }

    /// <summary>All of the above, in that order: one pass over an item finds them all.</summary>
    public JsonPath[] Tracked { get; }
}
