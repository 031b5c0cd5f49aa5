using Local.Cosmos;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Local.Tests.Host;

/// <summary>An app with a database in a folder of its own, made as a function app makes it: through settings and an HttpClient.</summary>
static class FeedApp
{
    public static Task<TestApp> Start(string? folder, Action<FunctionsApplicationBuilder> configure, params Type[] functions) => TestApp.Start(
        folder is null ? [] : [$"--POINTS_DATA={folder}"],
        builder =>
        {
            builder.Services.AddSingleton(s => new CosmosClient(
                s.GetRequiredService<IConfiguration>()["Cosmos"],
                Options(() => s.GetRequiredService<IHttpClientFactory>().CreateClient("cosmos"))));
            builder.Services.AddHostedService<Containers>();
            configure(builder);
        },
        functions);

    /// <summary>The containers and one account, without an app.</summary>
    public static async Task Seed(CosmosServer server, string id)
    {
        using var client = new CosmosClient(server.ConnectionString, Options(() => new HttpClient(server.CreateHandler())));
        await new Containers(client).StartAsync(CancellationToken.None);
        await client.GetContainer("points", "accounts").UpsertItemAsync(new Account(id, "a", 0), new PartitionKey("a"));
    }

    public static Container Accounts(this TestApp app) => app.Get<CosmosClient>().GetContainer("points", "accounts");

    public static Task Write(this TestApp app, string id, int balance = 0) =>
        app.Accounts().UpsertItemAsync(new Account(id, "a", balance), new PartitionKey("a"));

    public static async Task Drain(this TestApp app)
    {
        using var answer = await app.Client.PostAsync("/api/local/feed/drain", null).InTime();
        answer.EnsureSuccessStatusCode();
    }

    private static CosmosClientOptions Options(Func<HttpClient> connect) => new()
    {
        ConnectionMode = ConnectionMode.Gateway,
        HttpClientFactory = connect,
        SerializerOptions = new() { PropertyNamingPolicy = CosmosPropertyNamingPolicy.CamelCase },
    };

    private sealed class Containers(CosmosClient client) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            var database = (await client.CreateDatabaseIfNotExistsAsync("points", cancellationToken: cancellationToken)).Database;
            await database.CreateContainerIfNotExistsAsync("accounts", "/accountId", cancellationToken: cancellationToken);
            await database.CreateContainerIfNotExistsAsync("letters", "/accountId", cancellationToken: cancellationToken);
            await database.CreateContainerIfNotExistsAsync("leases", "/id", cancellationToken: cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

public sealed record Account(string Id, string AccountId, int PointBalance);
