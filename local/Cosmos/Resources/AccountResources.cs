using System.Globalization;
using System.Text.Json.Nodes;
using Local.Cosmos.Partitions;
using Local.Cosmos.Protocol;
using Local.Cosmos.Storage;

namespace Local.Cosmos.Resources;

/// <summary>The account itself, and the key ranges of a container: rare requests, written for clarity.</summary>
internal static class AccountResources
{
    // As Azure announces it; the SDK hands it to its query engine.
    private const string QueryEngine = """
        {"maxSqlQueryInputLength":262144,"maxJoinsPerSqlQuery":5,"maxLogicalAndPerSqlQuery":2000,
        "maxLogicalOrPerSqlQuery":2000,"maxUdfRefPerSqlQuery":10,"maxInExpressionItemsCount":16000,
        "queryMaxInMemorySortDocumentCount":500,"maxQueryRequestTimeoutFraction":0.9,"sqlAllowNonFiniteNumbers":false,
        "sqlAllowAggregateFunctions":true,"sqlAllowSubQuery":true,"sqlAllowScalarSubQuery":true,"allowNewKeywords":true,
        "sqlAllowLike":true,"sqlAllowGroupByClause":true,"maxSpatialQueryCells":12,"spatialMaxGeometryPointCount":256,
        "sqlDisableOptimizationFlags":0,"sqlAllowTop":true,"enableSpatialIndexing":true}
        """;

    public static Answer Account(Incoming request)
    {
        JsonArray Locations() => [new JsonObject { ["name"] = "Local", ["databaseAccountEndpoint"] = request.Authority }];
        return Answer.Json(200, new JsonObject
        {
            ["_self"] = "",
            ["id"] = "local",
            ["_rid"] = "local",
            ["media"] = "//media/",
            ["addresses"] = "//addresses/",
            ["_dbs"] = "//dbs/",
            ["writableLocations"] = Locations(),
            ["readableLocations"] = Locations(),
            ["enableMultipleWriteLocations"] = false,
            ["userReplicationPolicy"] =
                new JsonObject { ["asyncReplication"] = false, ["minReplicaSetSize"] = 1, ["maxReplicasetSize"] = 4 },
            ["userConsistencyPolicy"] = new JsonObject { ["defaultConsistencyLevel"] = "Strong" },
            ["systemReplicationPolicy"] = new JsonObject { ["minReplicaSetSize"] = 1, ["maxReplicasetSize"] = 4 },
            ["readPolicy"] = new JsonObject { ["primaryReadCoefficient"] = 1, ["secondaryReadCoefficient"] = 1 },
            ["queryEngineConfiguration"] = QueryEngine.ReplaceLineEndings(""),
        }.ToJsonString());
    }

    /// <summary>All live ranges; the SDK takes the parents of what is new for gone. 304 when it has seen the last split or merge.</summary>
    public static Answer KeyRanges(Incoming request, Container container)
    {
        var map = container.Ranges;
        var etag = $"\"{map.Version}\"";
        if (request.Header("If-None-Match") == etag)
            return new Answer { Status = 304, Etag = etag, Lsn = container.Committed };
        var ranges = new JsonArray([.. map.Ranges.Select(range => KeyRange(range, container, etag, 1.0 / map.Ranges.Count))]);
        var json = new JsonObject { ["_rid"] = container.Rid, ["PartitionKeyRanges"] = ranges, ["_count"] = map.Ranges.Count };
        return Answer.Json(200, json.ToJsonString(), etag, container.Committed);
    }

    private static JsonObject KeyRange(PhysicalRange range, Container container, string etag, double fraction) => new()
    {
        ["_rid"] = $"{container.Rid}{range.Id}",
        ["id"] = $"{range.Id}",
        ["_etag"] = etag,
        ["minInclusive"] = range.Keys.Low,
        ["maxExclusive"] = range.Keys.High,
        ["ridPrefix"] = range.Id,
        ["_self"] = $"{container.SelfLink}pkranges/{range.Id}/",
        ["throughputFraction"] = fraction,
        ["status"] = "online",
        ["parents"] = new JsonArray([.. range.Parents.Select(parent => JsonValue.Create($"{parent}"))]),
        ["_ts"] = 1,
        ["_lsn"] = 1,
    };
}

internal static class Paths
{
    public static string[] Split(Incoming request) => [.. request.Path.Trim('/').Split('/').Select(Uri.UnescapeDataString)];

    public static int Throughput(Incoming request, int otherwise = 400)
    {
        if (request.Number("x-ms-offer-throughput") is { } manual)
            return manual;
        return request.Header("x-ms-cosmos-offer-autopilot-settings") is { } auto && JsonNode.Parse(auto)?["maxThroughput"] is { } max
            ? int.Parse(max.ToJsonString(), CultureInfo.InvariantCulture) : otherwise;
    }
}
