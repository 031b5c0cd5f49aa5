using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Local.Cosmos.Protocol;

namespace Local.Cosmos.Queries;

/// <summary>
/// Where the next page of a query begins: behind a position of the scan, or, when the server sorts, behind the sort key and rid of an item.
/// Emitted counts towards TOP and LIMIT. The token names its query, by a hash.
/// </summary>
internal sealed record Continuation(long Emitted, JsonArray? Position, Value[]? SortKey, long Rid)
{
    public static Continuation? Parse(string? header, string query)
    {
        if (string.IsNullOrEmpty(header))
            return null;
        try
        {
            var json = JsonNode.Parse(Convert.FromBase64String(header))!.AsObject();
            if ((string?)json["q"] != query)
                throw Refusal.BadRequest("The continuation token is of another query: start this one without a token.");
            var sortKey = json["o"] is JsonArray values
                ? values.Select(value => value!.AsArray() is [var one] ? Parse(one) : Value.Undefined).ToArray() : null;
            return new Continuation((long)json["e"]!, json["p"] as JsonArray, sortKey, json["r"] is { } rid ? (long)rid : 0);
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException or NullReferenceException)
        {
            throw Refusal.BadRequest("The continuation token is not one of this server's.");
        }
    }

    public string ToString(string query)
    {
        var json = new JsonObject { ["q"] = query, ["e"] = Emitted };
        if (Position is not null)
            json["p"] = Position;
        // Each value in an array of its own, which is empty for undefined: JSON has no word for it.
        if (SortKey is not null)
            json["o"] = new JsonArray([.. SortKey.Select(Wrap)]);
        if (Rid != 0)
            json["r"] = Rid;
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    private static JsonNode Wrap(Value value)
    {
        JsonArray wrapped = [];
        if (value.IsDefined)
            wrapped.Add(JsonNode.Parse(value.ToJson()));
        return wrapped;
    }

    private static Value Parse(JsonNode? node) => Value.Of(JsonElement.Parse(node?.ToJsonString() ?? "null"));
}
