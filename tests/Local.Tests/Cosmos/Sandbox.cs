using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Local.Cosmos;
using Microsoft.Azure.Cosmos;

namespace Local.Tests.Cosmos;

internal static class Imds
{
    /// <summary>The SDK's first act is otherwise a call to the address of Azure's metadata service.</summary>
    [ModuleInitializer]
    public static void Disable() => Environment.SetEnvironmentVariable("COSMOS_DISABLE_IMDS_ACCESS", "true");
}

/// <summary>A server on a folder of its own, with the real SDK in front of it.</summary>
public sealed class Sandbox : IAsyncDisposable
{
    private readonly TimeProvider clock;
    private readonly List<CosmosClient> clients = [];

    private Sandbox(string folder, TimeProvider clock, int partitions)
    {
        Folder = folder;
        this.clock = clock;
        Server = CosmosServer.Open(folder, clock, partitions);
        Client = NewClient();
    }

    public string Folder { get; }

    public CosmosServer Server { get; private set; }

    public CosmosClient Client { get; private set; }

    public Database Database => Client.GetDatabase("points");

    public Container Items => Database.GetContainer("items");

    public static async Task<Sandbox> Open(TimeProvider? clock = null, Action<ContainerProperties>? define = null, int partitions = 1)
    {
        var sandbox = new Sandbox(Directory.CreateTempSubdirectory("cosmos").FullName, clock ?? TimeProvider.System, partitions);
        await sandbox.Client.CreateDatabaseAsync("points");
        await sandbox.Create("items", define);
        return sandbox;
    }

    public async Task<Container> Create(string name, Action<ContainerProperties>? define = null)
    {
        var properties = new ContainerProperties(name, "/pk");
        define?.Invoke(properties);
        return await Database.CreateContainerAsync(properties);
    }

    public CosmosClient NewClient(Action<CosmosClientOptions>? configure = null)
    {
        var options = Options(() => new HttpClient(Server.CreateHandler()));
        configure?.Invoke(options);
        var client = new CosmosClient(Server.ConnectionString, options);
        clients.Add(client);
        return client;
    }

    public static CosmosClientOptions Options(Func<HttpClient>? transport) => new()
    {
        ConnectionMode = ConnectionMode.Gateway,
        LimitToEndpoint = true,
        MaxRetryAttemptsOnRateLimitedRequests = 0,
        HttpClientFactory = transport,
        UseSystemTextJsonSerializerWithOptions = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull },
    };

    /// <summary>Stops the server and opens the same folder again.</summary>
    public async Task Reopen(int partitions = 1)
    {
        await Server.DisposeAsync();
        Server = CosmosServer.Open(Folder, clock, partitions);
        Client = NewClient();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
            client.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>A document with a bit of everything.</summary>
public sealed record Doc
{
    public required string Id { get; init; }

    public required string Pk { get; init; }

    public string? Kind { get; init; }

    public long? Balance { get; init; }

    public string? Due { get; init; }

    public string[]? Tags { get; init; }

    public int? Ttl { get; init; }

    [JsonPropertyName("_etag")]
    public string? Etag { get; init; }

    [JsonPropertyName("_ts")]
    public long? Ts { get; init; }

    public static Doc Of(string id, string pk = "p", long? balance = null) => new() { Id = id, Pk = pk, Balance = balance };
}

internal static class ContainerReading
{
    public static readonly PartitionKey P = new("p");

    public static MemoryStream Json(string json) => new(Encoding.UTF8.GetBytes(json));

    public static async Task<int> StatusOf(Task<ResponseMessage> request)
    {
        using var response = await request;
        return (int)response.StatusCode;
    }

    public static async Task<List<T>> All<T>(this FeedIterator<T> pages)
    {
        var rows = new List<T>();
        while (pages.HasMoreResults)
            rows.AddRange(await pages.ReadNextAsync());
        return rows;
    }

    public static Task<List<T>> Query<T>(this Container container, string sql, string? pk = null, int max = -1) => container
        .GetItemQueryIterator<T>(new QueryDefinition(sql), requestOptions: new QueryRequestOptions { PartitionKey = pk is null ? null : new PartitionKey(pk), MaxItemCount = max }).All();

    /// <summary>The ids a query finds, in its order, as one text.</summary>
    public static async Task<string> Ids(this Container container, string where, string? pk = null, int max = -1) =>
        string.Join(' ', (await container.Query<JsonElement>($"SELECT * FROM c {where}", pk, max)).Select(doc => doc.GetProperty("id").GetString()));

    public static async Task Put(this Container container, string json) =>
        Assert.True(await StatusOf(container.UpsertItemStreamAsync(Json(json), new PartitionKey(JsonDocument.Parse(json).RootElement.GetProperty("pk").GetString()))) is 200 or 201);
}
