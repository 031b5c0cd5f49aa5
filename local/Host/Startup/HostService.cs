using Local.Host.Feed;
using Local.Host.Functions;
using Local.Host.Http;
using Local.Host.Rpc;
using Local.Host.Settings;
using Local.Host.Timers;
using Microsoft.Extensions.Hosting;

namespace Local.Host.Startup;

/// <summary>
/// The host's life around the app's: the gRPC server is there before the worker connects; feeds and timers begin once everything has
/// started, before the line that says so, and end before anything stops.
/// </summary>
sealed class HostService(
    RpcServer rpc, HostedFunctions hosted, HttpRoutes routes, FeedFunctions feeds, TimerFunctions timers, ReadyLine ready,
    LocalSettings settings)
    : IHostedLifecycleService
{
    private static readonly TimeSpan Handshake = TimeSpan.FromSeconds(60);

    public Task StartingAsync(CancellationToken cancellationToken) => rpc.Start(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var functions = await hosted.All.WaitAsync(Handshake, cancellationToken);
        await routes.All;
        timers.Load(functions);
        feeds.Load(functions);
        if (settings.RunsFeeds)
            await feeds.Start(cancellationToken);
        if (settings.RunsTimers)
            timers.Start();
        if (settings.SaysReady)
            await ready.Write(functions, cancellationToken);
    }

    public async Task StoppingAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(timers.Stop(cancellationToken), feeds.Stop(cancellationToken));

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken) => await rpc.DisposeAsync();
}
