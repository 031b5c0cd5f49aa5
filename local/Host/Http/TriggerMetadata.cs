using System.Text.Json;
using Google.Protobuf.Collections;
using Local.Host.Rpc;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Local.Host.Http;

/// <summary>
/// What the real host tells of a request by name, each overruling the one before it: the properties of a JSON body, the query, the route's
/// values; then the whole query and all headers, unless one of those was so named. The worker binds a function's parameters to it.
/// </summary>
static class TriggerMetadata
{
    public static void Fill(MapField<string, TypedData> metadata, HttpRequest request, byte[] body, RouteValueDictionary route)
    {
        var named = new Dictionary<string, TypedData?>(StringComparer.OrdinalIgnoreCase);
        AddBody(named, body);
        foreach (var (name, values) in request.Query)
        {
            // The function key is the host's own.
            if (!name.Equals("code", StringComparison.OrdinalIgnoreCase))
                named[name] = new TypedData { String = values.Count > 0 ? values[^1] ?? "" : "" };
        }
        foreach (var (name, value) in route)
            named[name] = value is null ? null : new TypedData { String = value.ToString() };
        named.TryAdd("Query", Json(request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        named.TryAdd("Headers", Json(request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        foreach (var (name, value) in named)
        {
            if (value is not null)
                metadata.Add(name, value);
        }
    }

    private static void AddBody(Dictionary<string, TypedData?> named, byte[] body)
    {
        var text = body.AsSpan().Trim(" \t\r\n"u8);
        if (text.IsEmpty || text[0] != '{' || text[^1] != '}')
            return;
        try
        {
            using var document = JsonDocument.Parse(body);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (Said(property.Value) is { } value)
                    named[property.Name] = value;
            }
        }
        catch (Exception notJson) when (notJson is JsonException or InvalidOperationException)
        {
            // A body that is no JSON names nothing; what is wrong with it is for the function to say.
        }
    }

    private static TypedData? Said(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array or JsonValueKind.Null => null,
        JsonValueKind.Object => new TypedData { Json = value.GetRawText() },
        _ => new TypedData { String = value.ToString() },
    };

    private static TypedData Json(Dictionary<string, string> values) => new() { Json = JsonSerializer.Serialize(values) };
}
