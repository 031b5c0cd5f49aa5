using Local.Worker.Functions;
using Local.Worker.Settings;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Hosting;

namespace Local.Worker.Feed;

/// <summary>All Cosmos functions, while the host runs.</summary>
sealed class FeedFunctions(IReadOnlyList<Function> functions, Func<string, CosmosClient> connect, LocalSettings settings, Pipeline pipeline)
    : IHostedService, IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private FeedFunction[] feeds = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var sources = functions.Where(f => f.Cosmos is not null).Select(f => (Function: f, Source: new FeedSource(f, connect, settings))).ToArray();
        feeds = [.. sources.Select(s => new FeedFunction(s.Function, s.Source, pipeline))];
        if (sources.GroupBy(s => s.Source.Identity, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } same)
        {
            throw new InvalidOperationException(
                $"{string.Join(" and ", same.Select(s => s.Function.Name))} both read {same.Key}: give each a LeaseContainerPrefix of its own.");
        }
        await Task.WhenAll(feeds.Select(feed => feed.Start(stopping.Token))).WaitAsync(cancellationToken);
    }

    /// <summary>What one function writes may be another one's work, so it goes on until a round has found nothing new.</summary>
    public async Task Drain(CancellationToken cancellationToken)
    {
        long before;
        do
        {
            before = Handled;
            await Task.WhenAll(feeds.Select(feed => feed.Drain(cancellationToken)));
        }
        while (Handled != before);
    }

    private long Handled => feeds.Sum(feed => feed.Handled);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await Task.WhenAll(feeds.Select(feed => feed.Stop(cancellationToken)));
    }

    public async ValueTask DisposeAsync()
    {
        // Registered twice, as itself and as a hosted service, it is disposed twice.
        if (Interlocked.Exchange(ref feeds, []) is { Length: > 0 } disposing)
        {
            await stopping.CancelAsync();
            foreach (var feed in disposing)
                await feed.DisposeAsync();
        }
        stopping.Dispose();
    }
}
