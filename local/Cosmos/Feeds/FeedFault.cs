namespace Local.Cosmos.Feeds;

/// <summary>What a fault does to one page of the change feed.</summary>
internal readonly record struct FeedFault(int RewindLsns, bool RepeatPage);
