using Local.Cosmos;
using Local.Worker.Feed;
using Local.Worker.Settings;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Local.Worker.Data;

/// <summary>
/// The database of an app that names none: our own server in this process, reached without a socket through
/// the HttpClient named "cosmos". The app sees a connection string and an HttpClient, nothing local.
/// </summary>
static class LocalCosmos
{
    private const string Setting = "Cosmos:ConnectionString";
    private const string ClientName = "cosmos";

    /// <summary>Before the app's own code, so that it finds the setting wherever it looks for it.</summary>
    public static void AddDefault(IConfigurationManager configuration)
    {
        if (configuration[Setting] is null && configuration["Cosmos:accountEndpoint"] is null)
            configuration[Setting] = OwnConnection(configuration);
    }

    public static bool IsOurs(IConfiguration configuration) =>
        string.Equals(configuration[Setting], OwnConnection(configuration), StringComparison.Ordinal);

    public static void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        // The factory's own logging would cost every database request two lines of work.
        var client = services.AddHttpClient(ClientName).RemoveAllLoggers();
        if (IsOurs(configuration))
        {
            services.AddSingleton(s => CosmosServer.Open(
                s.GetRequiredService<LocalSettings>().DataFolder, TimeProvider.System, configuration.GetValue("Local:Partitions", 1)));
            services.AddHostedService<CosmosListener>();
            client.ConfigurePrimaryHttpMessageHandler(s => s.GetRequiredService<CosmosServer>().CreateHandler())
                .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        }
        services.AddSingleton<Func<string, CosmosClient>>(s => prefix => Connect(s, prefix));
    }

    /// <summary>As the real trigger reads its Connection, and the name under it that we use ourselves.</summary>
    private static CosmosClient Connect(IServiceProvider services, string prefix)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        var clients = services.GetRequiredService<IHttpClientFactory>();
        var connection = configuration[prefix] ?? configuration[$"{prefix}:ConnectionString"]
            ?? throw new InvalidOperationException($"A Cosmos trigger names the connection '{prefix}', but there is no setting {prefix}__ConnectionString.");
        return new CosmosClient(connection, new CosmosClientOptions
        {
            ConnectionMode = ConnectionMode.Gateway,
            HttpClientFactory = () => clients.CreateClient(ClientName),
            CustomHandlers = { new FeedPolls() },
        });
    }

    private static string OwnConnection(IConfiguration configuration) =>
        $"AccountEndpoint=http://127.0.0.1:{new LocalSettings(configuration).CosmosPort}/;AccountKey={CosmosServer.Key}";
}
