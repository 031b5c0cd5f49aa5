using System.Text.Json.Nodes;
using Local.Cosmos.Protocol;
using Local.Cosmos.Storage;

namespace Local.Cosmos.Resources;

internal sealed class ContainerResources(Store store)
{
    public async ValueTask<Answer> Handle(Incoming request, ReadOnlyMemory<byte> body)
    {
        var path = Paths.Split(request);
        var database = store.Catalog.Database(path[1]);
        if (path[2] != "colls")
            return Answer.Error(404, $"Not supported by this server: {path[2]}");
        if (path.Length == 3)
        {
            if (database is null)
                throw Refusal.OwnerNotFound();
            return request.Method == "GET" || request.Flag("x-ms-documentdb-isquery")
                ? List(database) : await Create(request, database, body);
        }
        var container = store.Catalog.Container($"dbs/{path[1]}/colls/{path[3]}") ?? throw Refusal.NotFound();
        switch (request.Method)
        {
            case "GET": return Answer.Json(200, Json(container).ToJsonString(), Etag(container), container.Committed);
            case "PUT": return await Replace(container, body);
            case "DELETE":
                await store.DeleteContainer(container);
                return new Answer { Status = 204 };
            default: return Answer.Error(405, "The method is not supported on containers.");
        }
    }

    private async Task<Answer> Create(Incoming request, Database database, ReadOnlyMemory<byte> body)
    {
        var created = await store.CreateContainer(database, ContainerDefinition.Parse(body.Span), Paths.Throughput(request));
        return Answer.Json(201, Json(created).ToJsonString(), Etag(created), 0);
    }

    /// <summary>The time to live may change; partition key, unique keys and indexed paths are the columns of the table and may
    /// not.</summary>
    private async Task<Answer> Replace(Container container, ReadOnlyMemory<byte> body)
    {
        var definition = ContainerDefinition.Parse(body.Span);
        if (!Shape(definition).SequenceEqual(Shape(container.Definition), StringComparer.Ordinal))
        {
            throw Refusal.BadRequest(
                "This server cannot change the id, partition key, unique keys or indexed paths of a container: create another.");
        }
        await store.ReplaceContainer(container, definition, container.Throughput);
        return Answer.Json(200, Json(container).ToJsonString(), Etag(container), container.Committed);
    }

    private Answer List(Database database)
    {
        var containers = store.Catalog.Containers.Where(container => container.Database == database).Select(Json).ToArray();
        return Answer.Json(200,
            new JsonObject { ["_rid"] = database.Rid, ["DocumentCollections"] = new JsonArray(containers),
                ["_count"] = containers.Length }.ToJsonString());
    }

    private static IEnumerable<string> Shape(ContainerDefinition definition)
    {
        var shape = definition.Shape();
        return [definition.Id, .. shape.PartitionKey.Select(path => path.Text), "indexed", .. shape.Indexed.Select(path => path.Text),
            .. shape.UniqueKeys.Select(key => string.Join(',', key.Select(path => path.Text)))];
    }

    private static string Etag(Container container) => $"\"{container.Rid}\"";

    private static JsonObject Json(Container container)
    {
        var json = container.Definition.Copy();
        json["_rid"] = container.Rid;
        json["_ts"] = container.Ts;
        json["_self"] = container.SelfLink;
        json["_etag"] = Etag(container);
        json["_docs"] = "docs/";
        json["_sprocs"] = "sprocs/";
        json["_triggers"] = "triggers/";
        json["_udfs"] = "udfs/";
        json["_conflicts"] = "conflicts/";
        return json;
    }
}
