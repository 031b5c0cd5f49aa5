using System.Text.Json;
using System.Text.Json.Nodes;
using Local.Cosmos.Items;
using Local.Cosmos.Protocol;

namespace Local.Cosmos.Storage;

/// <summary>The definition of a container as its creator sent it, completed as Cosmos completes it.</summary>
internal sealed class ContainerDefinition
{
    private const int MaxIndexedPaths = 32;
    private readonly JsonObject definition;

    private ContainerDefinition(JsonObject json)
    {
        definition = json;
        Id = (string?)json["id"] ?? throw Refusal.BadRequest("A container needs an id.");
        ItemId.Check(System.Text.Encoding.UTF8.GetBytes(Id));
        Indexing = new IndexingPolicy(json["indexingPolicy"]);
        DefaultTtl = json["defaultTtl"] is JsonValue ttl ? ttl.GetValue<long>() : null;
        if (DefaultTtl is 0 or < -1)
            throw Refusal.BadRequest("The defaultTtl must be a positive number of seconds, or -1.");
    }

    public string Id { get; }

    public long? DefaultTtl { get; }

    public IndexingPolicy Indexing { get; }

    /// <summary>As stored and as the tables' columns need it.</summary>
    public string Text => definition.ToJsonString();

    public static ContainerDefinition Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return Complete(JsonNode.Parse(json) as JsonObject ?? throw Refusal.BadRequest("A container is a JSON object."));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw Refusal.BadRequest($"The container's definition is not valid: {error.Message}");
        }
    }

    public JsonObject Copy() => (JsonObject)definition.DeepClone();

    public ItemShape Shape()
    {
        var partitionKey = Paths(definition["partitionKey"]?["paths"]);
        var indexed = Paths(definition["indexingPolicy"]?["includedPaths"])
            .Where(path => path.Names is not ["*"] && !path.Names.Any(name => name is "*" or "[]")).ToList();
        if (indexed.Count > MaxIndexedPaths)
            throw Refusal.BadRequest($"This server indexes at most {MaxIndexedPaths} paths of a container.");
        var unique = (definition["uniqueKeyPolicy"]?["uniqueKeys"] as JsonArray ?? [])
            .Select(key => (IReadOnlyList<JsonPath>)Paths(key?["paths"])).ToList();
        return new ItemShape(partitionKey, indexed, unique);
    }

    private static ContainerDefinition Complete(JsonObject json)
    {
        if (json["partitionKey"] is not JsonObject partitionKey || partitionKey["paths"] is not JsonArray { Count: > 0 })
            throw Refusal.BadRequest("A container needs a partition key.");
        if (partitionKey["version"] is null)
            partitionKey["version"] = 2;
        json["indexingPolicy"] ??= new JsonObject
        {
            ["indexingMode"] = "consistent",
            ["automatic"] = true,
        };
        var policy = json["indexingPolicy"]!.AsObject();
        if (policy["includedPaths"] is not JsonArray { Count: > 0 } && policy["excludedPaths"] is not JsonArray { Count: > 0 })
        {
            policy["includedPaths"] = new JsonArray(new JsonObject { ["path"] = "/*" });
            policy["excludedPaths"] = new JsonArray(new JsonObject { ["path"] = "/\"_etag\"/?" });
        }
        foreach (var name in (string[])["_rid", "_ts", "_self", "_etag", "_docs", "_sprocs", "_triggers", "_udfs", "_conflicts"])
            json.Remove(name);
        return new ContainerDefinition(json);
    }

    private static List<JsonPath> Paths(JsonNode? array) =>
        [.. (array as JsonArray ?? [])
            .Select(path => new JsonPath(
                (string?)(path is JsonObject ? path["path"] : path) ?? throw Refusal.BadRequest("A path is missing.")))];
}
