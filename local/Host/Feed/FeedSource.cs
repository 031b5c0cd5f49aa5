using System.Globalization;
using System.Net;
using Local.Host.Functions;
using Microsoft.Azure.Cosmos;
using static Microsoft.Azure.Cosmos.Container;

namespace Local.Host.Feed;

/// <summary>What a Cosmos trigger names: containers, leases and the processor's settings.</summary>
sealed class FeedSource
{
    // Azure's default is 5 seconds. Here short, so that a drain is quick.
    private const int PollDelayMilliseconds = 100;
    private const int AcquireIntervalMilliseconds = 1_000;
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
    private readonly CosmosTrigger trigger;
    private readonly Func<string, CosmosClient> connect;
    private readonly string connection;
    private readonly string leaseConnection;
    private readonly string database;
    private readonly string container;
    private readonly string leaseDatabase;
    private readonly string leaseContainer;

    public FeedSource(HostedFunction function, Func<string, CosmosClient> connect, SettingNames names)
    {
        string Named(string text) => names.Resolve(function.Name, text);
        trigger = (CosmosTrigger)function.Trigger;
        this.connect = connect;
        connection = Named(trigger.Connection ?? "CosmosDB");
        leaseConnection = Named(trigger.LeaseConnection ?? connection);
        database = Named(trigger.DatabaseName);
        container = Named(trigger.ContainerName);
        leaseDatabase = Named(trigger.LeaseDatabaseName ?? trigger.DatabaseName);
        leaseContainer = Named(trigger.LeaseContainerName ?? "leases");
        Prefix = Named(trigger.LeaseContainerPrefix ?? "");
    }

    public Container Monitored => connect(connection).GetContainer(database, container);

    public string Prefix { get; }

    /// <summary>Two functions with the same identity would take each other's changes.</summary>
    public string Identity => $"{database}/{container} with leases in {leaseDatabase}/{leaseContainer} and prefix '{Prefix}'";

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
            builder = builder.WithStartTime(DateTime.Parse(time, CultureInfo.InvariantCulture, Utc));
        return builder.Build();
    }

    public Task<bool> Exists(CancellationToken cancellationToken) => Exists(Monitored, cancellationToken);

    /// <summary>Whether everything is there that the processor does not make itself.</summary>
    public async Task<bool> IsReady(CancellationToken cancellationToken) =>
        await Exists(cancellationToken)
        && (trigger.CreateLeaseContainerIfNotExists || await Exists(LeaseContainer, cancellationToken));

    private Container LeaseContainer => connect(leaseConnection).GetContainer(leaseDatabase, leaseContainer);

    private async Task<Container> Leases()
    {
        if (trigger.CreateLeaseContainerIfNotExists)
            await LeaseContainer.Database.CreateContainerIfNotExistsAsync(leaseContainer, "/id");
        return LeaseContainer;
    }

    private static async Task<bool> Exists(Container container, CancellationToken cancellationToken)
    {
        using var answer = await container.ReadContainerStreamAsync(cancellationToken: cancellationToken);
        return answer.StatusCode != HttpStatusCode.NotFound;
    }

    private static TimeSpan Milliseconds(int given, int otherwise) => TimeSpan.FromMilliseconds(given > 0 ? given : otherwise);
}
