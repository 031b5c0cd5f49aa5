using System.Globalization;
using System.Text.Json.Nodes;
using Local.Cosmos.Protocol;
using Local.Cosmos.Storage;

namespace Local.Cosmos.Resources;

/// <summary>The account itself, and the key ranges of a container: rare requests, written for clarity.</summary>
internal static class AccountResources
{
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
            ["userReplicationPolicy"] = new JsonObject { ["asyncReplication"] = false, ["minReplicaSetSize"] = 1, ["maxReplicasetSize"] = 4 },
            ["userConsistencyPolicy"] = new JsonObject { ["defaultConsistencyLevel"] = "Session" },
            ["systemReplicationPolicy"] = new JsonObject { ["minReplicaSetSize"] = 1, ["maxReplicasetSize"] = 4 },
            ["readPolicy"] = new JsonObject { ["primaryReadCoefficient"] = 1, ["secondaryReadCoefficient"] = 1 },
            ["queryEngineConfiguration"] = "{\"maxSqlQueryInputLength\":262144,\"maxJoinsPerSqlQuery\":5,\"maxLogicalAndPerSqlQuery\":2000,\"maxLogicalOrPerSqlQuery\":2000,\"maxUdfRefPerSqlQuery\":10,\"maxInExpressionItemsCount\":16000,\"queryMaxInMemorySortDocumentCount\":500,\"maxQueryRequestTimeoutFraction\":0.9,\"sqlAllowNonFiniteNumbers\":false,\"sqlAllowAggregateFunctions\":true,\"sqlAllowSubQuery\":true,\"sqlAllowScalarSubQuery\":true,\"allowNewKeywords\":true,\"sqlAllowLike\":true,\"sqlAllowGroupByClause\":true,\"maxSpatialQueryCells\":12,\"spatialMaxGeometryPointCount\":256,\"sqlDisableOptimizationFlags\":0,\"sqlAllowTop\":true,\"enableSpatialIndexing\":true}",
        }.ToJsonString());
    }

    /// <summary>One range for all keys: the SDK then passes queries through as they are.</summary>
    public static Answer KeyRanges(Incoming request, Container container)
    {
        const string Etag = "\"1\"";
        if (request.Header("If-None-Match") == Etag)
            return new Answer { Status = 304, Etag = Etag, Lsn = container.Committed };
        return Answer.Json(200, new JsonObject
        {
            ["_rid"] = container.Rid,
            ["PartitionKeyRanges"] = new JsonArray(new JsonObject
            {
                ["_rid"] = container.Rid + "0",
                ["id"] = "0",
                ["_etag"] = Etag,
                ["minInclusive"] = "",
                ["maxExclusive"] = "FF",
                ["ridPrefix"] = 0,
                ["_self"] = container.SelfLink + "pkranges/0/",
                ["throughputFraction"] = 1,
                ["status"] = "online",
                ["parents"] = new JsonArray(),
                ["_ts"] = 1,
                ["_lsn"] = 1,
            }),
            ["_count"] = 1,
        }.ToJsonString(), Etag, container.Committed);
    }
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
