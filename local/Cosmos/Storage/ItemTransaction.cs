using Local.Cosmos.Items;

namespace Local.Cosmos.Storage;

/// <summary>Operations within one partition key of one container that happen together or not at all.</summary>
internal sealed class ItemTransaction(Container container, byte[] partitionKey, ItemOperation[] operations) : Work
{
    public Container Container => container;

    public byte[] PartitionKey => partitionKey;

    public ItemOperation[] Operations => operations;

    /// <summary>The LSN the transaction was given, or the container's at that time when it wrote nothing.</summary>
    public long Lsn { get; set; }
}
