using Azure.Identity;
using Microsoft.Azure.Cosmos;

namespace Functions.Store;

/// <summary>The one Cosmos client and its containers.</summary>
public sealed class CosmosStore : IDisposable
{
    public const string HttpClientName = "cosmos";

    public CosmosStore(Settings settings, IHttpClientFactory http, StoreEvents events)
    {
        var options = new CosmosClientOptions
        {
            ApplicationName = "points",
            EnableContentResponseOnWrite = false,
            MaxRetryAttemptsOnRateLimitedRequests = 5,
            MaxRetryWaitTimeOnRateLimitedRequests = TimeSpan.FromSeconds(5),
            CustomHandlers = { new CountRequests(), new TransientAnswers(events) },
        };
        if (settings.CosmosConnectionString is { } connection)
        {
            // A connection string names an emulator or the local server: both speak through the gateway only.
            options.ConnectionMode = ConnectionMode.Gateway;
            options.LimitToEndpoint = true;
            options.HttpClientFactory = () => http.CreateClient(HttpClientName);
            Client = new CosmosClient(connection, options);
        }
        else
        {
            Client = new CosmosClient(settings.CosmosEndpoint, new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(settings.CosmosClientId)), options);
        }

        Database = Client.GetDatabase(Containers.Database);
        Accounts = Database.GetContainer(Containers.Accounts);
        Cards = Database.GetContainer(Containers.Cards);
        Lookups = Database.GetContainer(Containers.Lookups);
        Keys = Database.GetContainer(Containers.Keys);
        Members = Database.GetContainer(Containers.Members);
        Operations = Database.GetContainer(Containers.Operations);
        Mail = Database.GetContainer(Containers.Mail);
    }

    public CosmosClient Client { get; }
    public Database Database { get; }
    public Container Accounts { get; }
    public Container Cards { get; }
    public Container Lookups { get; }
    public Container Keys { get; }
    public Container Members { get; }
    public Container Operations { get; }
    public Container Mail { get; }

    public void Dispose() => Client.Dispose();
}
