using Local.Cosmos;
using Local.Host.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Local.Host.Store;

/// <summary>Lets other programs look into the database. The app itself does not need it, so a taken port is no reason to stop.</summary>
sealed class CosmosListener(CosmosServer server, LocalSettings settings, ILogger<CosmosListener> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var port = settings.CosmosPort;
        try
        {
            await server.Listen(new Uri($"http://127.0.0.1:{port}/"), cancellationToken);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            logger.LogWarning(
                "Port {Port} is taken, so only this app reaches its Cosmos data. COSMOS_PORT chooses another, 0 any free one. ({Reason})",
                port, e.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
