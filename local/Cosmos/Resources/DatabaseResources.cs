using System.Text.Json;
using System.Text.Json.Nodes;
using Local.Cosmos.Protocol;
using Local.Cosmos.Storage;

namespace Local.Cosmos.Resources;

internal sealed class DatabaseResources(Store store)
{
    public async ValueTask<Answer> Handle(Incoming request, ReadOnlyMemory<byte> body)
    {
        var path = Paths.Split(request);
        if (path[0] != "dbs")
            return Answer.Error(404, $"Not supported by this server: /{path[0]}");
        if (path.Length == 1)
            return request.Method == "GET" || request.Flag("x-ms-documentdb-isquery") ? List() : await Create(body);
        var database = store.Catalog.Database(path[1]) ?? throw Refusal.NotFound();
        switch (request.Method)
        {
            case "GET": return Answer.Json(200, Json(database).ToJsonString());
            case "DELETE":
                await store.DeleteDatabase(database);
                return new Answer { Status = 204 };
            default: return Answer.Error(405, "The method is not supported on databases.");
        }
    }

    private async Task<Answer> Create(ReadOnlyMemory<byte> body)
    {
        try
        {
            var id = (string?)JsonNode.Parse(body.Span)?["id"] ?? throw Refusal.BadRequest("A database needs an id.");
            return Answer.Json(201, Json(await store.CreateDatabase(id)).ToJsonString());
        }
        catch (JsonException error)
        {
            throw Refusal.BadRequest($"The database's definition is not valid: {error.Message}");
        }
    }

    private Answer List()
    {
        var databases = store.Catalog.Databases;
        return Answer.Json(200,
            new JsonObject { ["_rid"] = "", ["Databases"] = new JsonArray([.. databases.Select(Json)]),
                ["_count"] = databases.Count }.ToJsonString());
    }

    private static JsonObject Json(Database database) => new()
    {
        ["id"] = database.Id,
        ["_rid"] = database.Rid,
        ["_self"] = database.SelfLink,
        ["_etag"] = "\"00000000-0000-0000-0000-000000000000\"",
        ["_colls"] = "colls/",
        ["_users"] = "users/",
        ["_ts"] = database.Ts,
    };
}
