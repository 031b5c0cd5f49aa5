using Local.Cosmos.Items;
using Local.Cosmos.Protocol;
using Local.Cosmos.Storage;

namespace Local.Cosmos;

/// <summary>What a request is about.</summary>
internal readonly record struct Target(RequestKind Kind, Container? Container = null, byte[]? Id = null, string? ContentPath = null)
{
    public static Target Of(Incoming request, Catalog catalog)
    {
        var path = request.Path.AsSpan();
        switch (Route.Segments(path))
        {
            case 0:
                return new Target(RequestKind.Account);
            case 1 or 2 when path.StartsWith("offers", StringComparison.Ordinal):
                return new Target(RequestKind.Offer);
            case 1 or 2:
                return new Target(RequestKind.Database);
            case 3 or 4:
                var database = Uri.UnescapeDataString(request.Path.Split('/')[1]);
                return new Target(RequestKind.Container, ContentPath: catalog.Database(database)?.Rid);
        }
        var route = Route.Parse(path, catalog);
        if (route.Kind is "pkranges")
            return new Target(RequestKind.PartitionKeyRanges, route.Container, ContentPath: route.Container?.Rid);
        if (route.Kind is not "docs")
            return new Target(RequestKind.Other, route.Container, ContentPath: route.Container?.Rid);
        var id = route.Id.IsEmpty ? null : ItemId.OfPath(route.Id);
        return new Target(KindOf(request, id is not null), route.Container, id, route.Container?.Rid);
    }

    private static RequestKind KindOf(Incoming request, bool hasId) => (request.Method, hasId) switch
    {
        ("GET", true) => RequestKind.Read,
        ("GET", false) => request.Header("A-IM") is null ? RequestKind.ReadFeed : RequestKind.ChangeFeed,
        ("PUT", true) => RequestKind.Replace,
        ("DELETE", true) => RequestKind.Delete,
        ("PATCH", true) => RequestKind.Patch,
        ("POST", false) when request.Flag("x-ms-cosmos-is-batch-request") => RequestKind.Batch,
        ("POST", false) when request.Flag("x-ms-cosmos-is-query-plan-request") => RequestKind.QueryPlan,
        ("POST", false) when request.Flag("x-ms-documentdb-isquery") => RequestKind.Query,
        ("POST", false) when request.Flag("x-ms-documentdb-is-upsert") => RequestKind.Upsert,
        ("POST", false) => RequestKind.Create,
        _ => RequestKind.Other,
    };
}
