namespace Local.Cosmos;

/// <summary>What a request asks for.</summary>
public enum RequestKind
{
    Other,
    Account,
    Database,
    Container,
    Offer,
    PartitionKeyRanges,
    Create,
    Read,
    Replace,
    Upsert,
    Delete,
    Patch,
    Batch,
    Query,
    QueryPlan,
    ReadFeed,
    ChangeFeed,
}
