using Local.Cosmos.Items;

namespace Local.Cosmos.Storage;

/// <summary>Operations within one partition key of one container that happen together or not at all.</summary>
internal sealed class ItemTransaction(Container container, byte[] partitionKey, ItemOperation[] operations) : Work
{
    /// <summary>Cosmos answers with at most 4 MB, and undoes a batch that would need more.</summary>
    public const int MaxAnswerBytes = 4 * 1024 * 1024;

    /// <summary>The sub-status of a 413 that is about the answer, not the request.</summary>
    public const int AnswerTooLarge = 3402;

    public Container Container => container;

    public byte[] PartitionKey => partitionKey;

    public ItemOperation[] Operations => operations;

    public long AnswerBytes => operations.Sum(operation => (long)operation.Body.Length);

    /// <summary>The LSN the transaction was given, or the container's at that time when it wrote nothing.</summary>
    public long Lsn { get; set; }
}
