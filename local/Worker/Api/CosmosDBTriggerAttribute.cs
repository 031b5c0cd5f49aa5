namespace Microsoft.Azure.Functions.Worker;

/// <summary>Intervals are in milliseconds; 0 means the default.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class CosmosDBTriggerAttribute(string databaseName, string containerName) : Attribute
{
    public string DatabaseName { get; } = databaseName;

    public string ContainerName { get; } = containerName;

    public string? Connection { get; set; }

    public string? LeaseConnection { get; set; }

    public string? LeaseDatabaseName { get; set; }

    public string? LeaseContainerName { get; set; }

    public string? LeaseContainerPrefix { get; set; }

    public string? PreferredLocations { get; set; }

    public string? StartFromTime { get; set; }

    public bool CreateLeaseContainerIfNotExists { get; set; }

    public bool StartFromBeginning { get; set; }

    public int LeasesContainerThroughput { get; set; }

    public int FeedPollDelay { get; set; }

    public int LeaseAcquireInterval { get; set; }

    public int LeaseExpirationInterval { get; set; }

    public int LeaseRenewInterval { get; set; }

    public int MaxItemsPerInvocation { get; set; }
}
