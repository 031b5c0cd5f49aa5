using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Local.Blobs;

/// <summary>
/// The blob service of an app that names none: folders beside the data, reached through the HttpClient named "journal". The app sees a
/// connection string and an HttpClient, nothing local.
/// </summary>
static class LocalBlobs
{
    private const string Setting = "Journal:ConnectionString";
    private const string ClientName = "journal";
    private const string OwnConnection = "BlobEndpoint=http://blobs.local/local;AccountName=local;AccountKey=bG9jYWw=";

    /// <summary>Before the app's own code, so that it finds the setting wherever it looks for it.</summary>
    public static void AddDefault(IConfigurationManager configuration)
    {
        if (configuration[Setting] is null && configuration["Journal:blobServiceUri"] is null)
            configuration[Setting] = OwnConnection;
    }

    public static void AddServices(IServiceCollection services, IConfiguration configuration, string folder)
    {
        var client = services.AddHttpClient(ClientName).RemoveAllLoggers();
        if (configuration[Setting] == OwnConnection)
        {
            client.ConfigurePrimaryHttpMessageHandler(() => new BlobFolder(folder)).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        }
    }
}
