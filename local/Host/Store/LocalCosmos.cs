using System.Collections.Concurrent;
using Local.Cosmos;
using Local.Host.Feed;
using Local.Host.Settings;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Local.Host.Store;

/// <summary>
/// The database of an app that names none: our own server in this process, reached without a socket through
/// the HttpClient named "cosmos". The app sees a connection string and an HttpClient, nothing local.
/// </summary>
static class LocalCosmos
{
    private const string Setting = "Cosmos";
    private const string ClientName = "cosmos";

    /// <summary>Before the app's own code, so that it finds the setting wherever it looks for it.</summary>
    public static void AddDefault(IConfigurationManager configuration)
    {
        if (configuration[Setting] is null && configuration[$"{Setting}:ConnectionString"] is not null)
        {
            throw new InvalidOperationException(
                "A Cosmos trigger does not know the setting Cosmos__ConnectionString: name the connection string Cosmos.");
        }
        if (configuration[Setting] is null && configuration[$"{Setting}:accountEndpoint"] is null)
            configuration[Setting] = OwnConnection(configuration);
    }

    public static void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        // The factory's own logging would cost every database request two lines of work.
        var client = services.AddHttpClient(ClientName).RemoveAllLoggers();
        if (string.Equals(configuration[Setting], OwnConnection(configuration), StringComparison.Ordinal))
        {
            services.AddSingleton(s => CosmosServer.Open(
                s.GetRequiredService<LocalSettings>().DataFolder, TimeProvider.System, configuration.GetValue("Local:Partitions", 1)));
            services.AddHostedService<CosmosListener>();
            client.ConfigurePrimaryHttpMessageHandler(s => s.GetRequiredService<CosmosServer>().CreateHandler())
                .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        }
        services.AddSingleton<FeedClients>();
        services.AddSingleton<Func<string, CosmosClient>>(s => s.GetRequiredService<FeedClients>().Of);
    }

    private static string OwnConnection(IConfiguration configuration) =>
        $"AccountEndpoint=http://127.0.0.1:{new LocalSettings(configuration).CosmosPort}/;AccountKey={CosmosServer.Key}";

    /// <summary>One client for all triggers of a connection, made when the first of them is read.</summary>
    private sealed class FeedClients(IConfiguration configuration, IHttpClientFactory http) : IDisposable
    {
        private readonly ConcurrentDictionary<string, CosmosClient> clients = new(StringComparer.Ordinal);

        public CosmosClient Of(string connection) => clients.GetOrAdd(connection, Connect);

        public void Dispose()
        {
            foreach (var client in clients.Values)
                client.Dispose();
        }

        /// <summary>The names that the real extension knows: {connection} or {connection}__accountEndpoint.</summary>
        private CosmosClient Connect(string connection)
        {
            if (configuration[connection] is not { Length: > 0 } secret)
            {
                var hint = configuration[$"{connection}:accountEndpoint"] is null ? "" : " An identity of Azure cannot be used from here.";
                throw new InvalidOperationException(
                    $"A Cosmos trigger names the connection '{connection}', but there is no setting {connection} with a connection string.{hint}");
            }

            return new CosmosClient(secret, new CosmosClientOptions
            {
                ConnectionMode = ConnectionMode.Gateway,
                LimitToEndpoint = true,
                HttpClientFactory = () => http.CreateClient(ClientName),
                CustomHandlers = { new FeedPolls.Watch() },
            });
        }
    }
}
