using Local.Host.Functions;
using Microsoft.Azure.Cosmos;

namespace Local.Host.Feed;

/// <summary>All Cosmos functions, while the host runs.</summary>
sealed class FeedFunctions(Func<string, CosmosClient> connect, SettingNames names, Invocations invocations) : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private FeedFunction[] feeds = [];

    /// <summary>Whether anybody reads them.</summary>
    public bool AreRead { get; private set; }

    /// <exception cref="InvalidOperationException">
    /// A trigger names a setting that is not there, or two would take each other's changes.
    /// </exception>
    public void Load(IReadOnlyList<HostedFunction> functions)
    {
        var sources = functions.Where(f => f.Trigger is CosmosTrigger)
            .Select(f => (Function: f, Source: new FeedSource(f, connect, names))).ToArray();
        if (sources.GroupBy(s => s.Source.Identity, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } same)
        {
            var both = string.Join(" and ", same.Select(s => s.Function.Name));
            throw new InvalidOperationException($"{both} both read {same.Key}: give each a LeaseContainerPrefix of its own.");
        }
        feeds = [.. sources.Select(s => new FeedFunction(s.Function, s.Source, invocations))];
    }

    public async Task Start(CancellationToken cancellationToken)
    {
        AreRead = true;
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

    public async Task Stop(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await Task.WhenAll(feeds.Select(feed => feed.Stop(cancellationToken)));
    }

    public async ValueTask DisposeAsync()
    {
        await Stop(CancellationToken.None);
        stopping.Dispose();
    }
}
