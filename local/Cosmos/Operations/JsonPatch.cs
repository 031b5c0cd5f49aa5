using System.Text.Json;
using System.Text.Json.Nodes;
using Local.Cosmos.Items;
using Local.Cosmos.Protocol;
using Local.Cosmos.Queries;
using Local.Cosmos.Storage;

namespace Local.Cosmos.Operations;

/// <summary>A partial update: up to ten operations and perhaps a condition, applied by the writer to the item as it then is.</summary>
internal sealed class JsonPatch
{
    private const int MaxOperations = 10;
    private readonly JsonArray operations;
    private readonly Query? condition;
    private readonly byte[] key;
    private readonly Container container;

    private JsonPatch(JsonArray operations, Query? condition, byte[] key, Container container) =>
        (this.operations, this.condition, this.key, this.container) = (operations, condition, key, container);

    public static JsonPatch Parse(ReadOnlySpan<byte> body, byte[] key, Container container)
    {
        try
        {
            var json = JsonNode.Parse(body);
            var steps = json as JsonArray ?? json?["operations"] as JsonArray ?? throw Refusal.BadRequest("A patch needs operations.");
            if (steps.Count is 0 or > MaxOperations)
                throw Refusal.BadRequest($"A patch has 1 to {MaxOperations} operations.");
            var filter = json is JsonObject && (string?)json["condition"] is { } text
                ? QueryParser.Parse($"SELECT * {text}", new Dictionary<string, Value>(StringComparer.Ordinal)) : null;
            return new JsonPatch(steps, filter, key, container);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw Refusal.BadRequest($"The patch is not valid: {error.Message}");
        }
    }

    /// <summary>The item that results; refuses with 412 when the condition is false, 400 when an operation cannot be carried out.</summary>
    public Item Apply(byte[] body)
    {
        if (condition is not null)
        {
            using var document = JsonDocument.Parse(body);
            if (!condition.Matches(document.RootElement))
                throw new Refusal(412, "One of the specified pre-condition is not met");
        }
        var root = JsonNode.Parse(body)!;
        var id = (string)root["id"]!;
        foreach (var operation in operations)
        {
            try
            {
                Apply(root, operation as JsonObject ?? throw Refusal.BadRequest("A patch operation is an object."));
            }
            catch (Exception error) when (error is InvalidOperationException or FormatException or ArgumentException or OverflowException)
            {
                throw Refusal.BadRequest($"The patch operation {operation?.ToJsonString()} cannot be carried out: {error.Message}");
            }
        }
        return PointOperations.Scan(JsonSerializer.SerializeToUtf8Bytes(root), container, key, System.Text.Encoding.UTF8.GetBytes(id));
    }

    private static void Apply(JsonNode root, JsonObject operation)
    {
        var path = Pointer((string?)operation["path"]);
        switch ((string?)operation["op"])
        {
            case "set": Put(root, path, operation["value"]?.DeepClone(), insert: false); break;
            case "add": Put(root, path, operation["value"]?.DeepClone(), insert: true); break;
            case "replace":
                if (!Exists(root, path))
                    throw Refusal.BadRequest($"The path {operation["path"]} to replace does not exist.");
                Put(root, path, operation["value"]?.DeepClone(), insert: false);
                break;
            case "remove": Take(root, path); break;
            case "incr": Increment(root, path, operation["value"]!.AsValue()); break;
            case "move": Put(root, path, Take(root, Pointer((string?)operation["from"])), insert: true); break;
            default: throw Refusal.BadRequest($"The patch operation '{operation["op"]}' is not supported.");
        }
    }

    private static string[] Pointer(string? path)
    {
        var names = Names(path);
        return names[0] is "_ts" or "_etag" or "_rid" or "_self" or "_attachments" or "_lsn"
            ? throw Refusal.BadRequest($"The patch path '{path}' is a system property: only the server sets it.")
            : names;
    }

    private static string[] Names(string? path) => path is ['/', ..]
        ? [.. path[1..].Split('/')
            .Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))]
        : throw Refusal.BadRequest($"The patch path '{path}' is not valid.");

    private static JsonNode Parent(JsonNode root, string[] path)
    {
        var node = root;
        foreach (var name in path[..^1])
        {
            node = Child(node, name) ?? throw Refusal.BadRequest($"The patch path /{string.Join('/', path)} does not exist.");
        }
        return node;
    }

    private static JsonNode? Child(JsonNode node, string name) => node switch
    {
        JsonObject properties => properties[name],
        JsonArray array when int.TryParse(name, out var index) && index >= 0 && index < array.Count => array[index],
        _ => null,
    };

    private static bool Exists(JsonNode root, string[] path) => Parent(root, path) switch
    {
        JsonObject properties => properties.ContainsKey(path[^1]),
        JsonArray array => int.TryParse(path[^1], out var index) && index >= 0 && index < array.Count,
        _ => false,
    };

    private static void Put(JsonNode root, string[] path, JsonNode? value, bool insert)
    {
        switch (Parent(root, path))
        {
            case JsonObject properties: properties[path[^1]] = value; break;
            case JsonArray array when path[^1] == "-": array.Add(value); break;
            case JsonArray array when insert: array.Insert(int.Parse(path[^1]), value); break;
            case JsonArray array: array[int.Parse(path[^1])] = value; break;
            default: throw Refusal.BadRequest($"The patch path /{string.Join('/', path)} does not exist.");
        }
    }

    private static JsonNode? Take(JsonNode root, string[] path)
    {
        if (!Exists(root, path))
            throw Refusal.BadRequest($"The patch path /{string.Join('/', path)} does not exist.");
        var parent = Parent(root, path);
        var value = Child(parent, path[^1]);
        if (parent is JsonObject properties)
            properties.Remove(path[^1]);
        else
            parent.AsArray().RemoveAt(int.Parse(path[^1]));
        return value;
    }

    private static void Increment(JsonNode root, string[] path, JsonValue by)
    {
        if (!Exists(root, path))
        {
            Put(root, path, by.DeepClone(), insert: true);
            return;
        }
        if (Child(Parent(root, path), path[^1]) is not JsonValue current)
            throw Refusal.BadRequest($"incr needs a number at /{string.Join('/', path)}, there is none: set the value first.");
        JsonNode sum = current.TryGetValue<long>(out var a) && by.TryGetValue<long>(out var b)
            ? JsonValue.Create(checked(a + b)) : JsonValue.Create(current.GetValue<double>() + by.GetValue<double>());
        Put(root, path, sum, insert: false);
    }
}
