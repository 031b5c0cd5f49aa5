using System.Globalization;
using System.Net;
using Local.Worker.Functions;
using Local.Worker.Settings;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Functions.Worker;
using static Microsoft.Azure.Cosmos.Container;

namespace Local.Worker.Feed;

/// <summary>What a CosmosDBTrigger names: containers, leases and the processor's settings.</summary>
sealed class FeedSource : IDisposable
{
    // Azure's default is 5 seconds. Here short, so that a drain is quick.
    private const int PollDelayMilliseconds = 100;
    private const int AcquireIntervalMilliseconds = 1_000;
    private readonly CosmosDBTriggerAttribute trigger;
    private readonly CosmosClient client;
    private readonly CosmosClient leaseClient;
    private readonly string leaseDatabase;
    private readonly string leaseContainer;

    public FeedSource(Function function, Func<string, CosmosClient> connect, LocalSettings settings)
    {
        trigger = function.Cosmos!;
        // A client of its own for each function: its reads tell how far this function is.
        client = connect(trigger.Connection ?? "Cosmos");
        leaseClient = trigger.LeaseConnection is { } other ? connect(other) : client;
        Polls = client.ClientOptions.CustomHandlers.OfType<FeedPolls>().SingleOrDefault()
            ?? throw new InvalidOperationException("A CosmosClient for triggers needs a FeedPolls of its own among its CustomHandlers.");
        Monitored = client.GetContainer(settings.Resolve(trigger.DatabaseName), settings.Resolve(trigger.ContainerName));
        leaseDatabase = settings.Resolve(trigger.LeaseDatabaseName ?? trigger.DatabaseName);
        leaseContainer = settings.Resolve(trigger.LeaseContainerName ?? "leases");
        Prefix = settings.Resolve(trigger.LeaseContainerPrefix ?? "");
    }

    public FeedPolls Polls { get; }

    public Container Monitored { get; }

    public string Prefix { get; }

    /// <summary>Two functions with the same identity would take each other's changes.</summary>
    public string Identity => $"{Monitored.Database.Id}/{Monitored.Id} with leases in {leaseDatabase}/{leaseContainer} and prefix '{Prefix}'";

    public async Task<ChangeFeedProcessor> Build(ChangeFeedStreamHandler handle, ChangeFeedMonitorErrorDelegate notifyError)
    {
        var builder = Monitored.GetChangeFeedProcessorBuilder(Prefix, handle)
            // Always the same name: after a crash the leases are ours again at once, not when they expire.
            .WithInstanceName("local")
            .WithLeaseContainer(await Leases())
            .WithPollInterval(Milliseconds(trigger.FeedPollDelay, PollDelayMilliseconds))
            .WithLeaseConfiguration(
                Milliseconds(trigger.LeaseAcquireInterval, AcquireIntervalMilliseconds),
                Milliseconds(trigger.LeaseExpirationInterval, 60_000),
                Milliseconds(trigger.LeaseRenewInterval, 17_000))
            .WithErrorNotification(notifyError);
        if (trigger.MaxItemsPerInvocation > 0)
            builder = builder.WithMaxItems(trigger.MaxItemsPerInvocation);
        if (trigger.StartFromBeginning)
            builder = builder.WithStartTime(DateTime.MinValue.ToUniversalTime());
        else if (trigger.StartFromTime is { } time)
            builder = builder.WithStartTime(DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));
        return builder.Build();
    }

    public Task<bool> Exists(CancellationToken cancellationToken) => Exists(Monitored, cancellationToken);

    /// <summary>Whether everything is there that the processor does not make itself.</summary>
    public async Task<bool> IsReady(CancellationToken cancellationToken) =>
        await Exists(cancellationToken)
        && (trigger.CreateLeaseContainerIfNotExists || await Exists(leaseClient.GetContainer(leaseDatabase, leaseContainer), cancellationToken));

    public void Dispose()
    {
        client.Dispose();
        leaseClient.Dispose();
    }

    private async Task<Container> Leases()
    {
        if (trigger.CreateLeaseContainerIfNotExists)
            await leaseClient.GetDatabase(leaseDatabase).CreateContainerIfNotExistsAsync(leaseContainer, "/id");
        return leaseClient.GetContainer(leaseDatabase, leaseContainer);
    }

    private static async Task<bool> Exists(Container container, CancellationToken cancellationToken)
    {
        using var answer = await container.ReadContainerStreamAsync(cancellationToken: cancellationToken);
        return answer.StatusCode != HttpStatusCode.NotFound;
    }

    private static TimeSpan Milliseconds(int given, int otherwise) => TimeSpan.FromMilliseconds(given > 0 ? given : otherwise);
}
