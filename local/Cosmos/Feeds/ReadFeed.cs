using Local.Cosmos.Partitions;
using Local.Cosmos.Protocol;
using Local.Cosmos.Queries;
using Local.Cosmos.Storage;

namespace Local.Cosmos.Feeds;

/// <summary>All items of a container or of a partition key: a query without a condition.</summary>
internal sealed class ReadFeed(Store store)
{
    private static readonly Query All = QueryParser.Parse("SELECT * FROM c", new Dictionary<string, Value>(StringComparer.Ordinal));
    private readonly QueryOperations queries = new(store);

    public Answer Handle(Incoming request, Container container, KeyScope scope, CancellationToken cancellation) =>
        queries.Run(request, container, scope, All, null, cancellation);
}
