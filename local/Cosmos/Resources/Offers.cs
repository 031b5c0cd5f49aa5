using System.Globalization;
using System.Text.Json.Nodes;
using Local.Cosmos.Protocol;
using Local.Cosmos.Storage;

namespace Local.Cosmos.Resources;

/// <summary>Throughput: remembered, because the SDK asks for it, and without effect.</summary>
internal sealed class Offers(Store store)
{
    public async ValueTask<Answer> Handle(Incoming request, ReadOnlyMemory<byte> body)
    {
        var path = Paths.Split(request);
        if (path.Length == 1)
            return request.Method == "GET" ? List(store.Catalog.Containers) : Query(body);
        var container = store.Catalog.Containers.FirstOrDefault(container => Id(container) == path[1]) ?? throw Refusal.NotFound();
        if (request.Method == "PUT")
        {
            var throughput = JsonNode.Parse(body.Span)?["content"]?["offerThroughput"]
                ?? throw Refusal.BadRequest("The offer has no throughput.");
            await store.ReplaceContainer(
                container, container.Definition, int.Parse(throughput.ToJsonString(), CultureInfo.InvariantCulture));
        }
        return Answer.Json(200, Json(container).ToJsonString());
    }

    /// <summary>The SDK's only query: the offer of one resource.</summary>
    private Answer Query(ReadOnlyMemory<byte> body)
    {
        var rid = (string?)JsonNode.Parse(body.Span)?["parameters"]?[0]?["value"];
        return List([.. store.Catalog.Containers.Where(container => container.Rid == rid)]);
    }

    private static Answer List(IReadOnlyList<Container> containers) => Answer.Json(200,
        new JsonObject { ["_rid"] = "", ["Offers"] = new JsonArray([.. containers.Select(Json)]),
            ["_count"] = containers.Count }.ToJsonString());

    private static string Id(Container container) => $"o{container.Number}";

    private static JsonObject Json(Container container) => new()
    {
        ["id"] = Id(container),
        ["_rid"] = Id(container),
        ["_self"] = $"offers/{Id(container)}/",
        ["_etag"] = "\"1\"",
        ["_ts"] = container.Ts,
        ["offerVersion"] = "V2",
        ["offerType"] = "Invalid",
        ["resource"] = container.SelfLink,
        ["offerResourceId"] = container.Rid,
        ["content"] = new JsonObject { ["offerThroughput"] = container.Throughput },
    };
}
