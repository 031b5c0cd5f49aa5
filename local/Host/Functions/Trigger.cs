namespace Local.Host.Functions;

/// <summary>What an attribute says, under the names that the worker sends.</summary>
abstract record Trigger;

/// <param name="Route">Null where the function's name is its route.</param>
/// <param name="AuthLevel">Null where the attribute says none, which is that of a function key.</param>
sealed record HttpTrigger(string? Route = null, string[]? Methods = null, string? AuthLevel = null) : Trigger;

sealed record TimerTrigger(string Schedule, bool RunOnStartup = false, bool UseMonitor = true) : Trigger;

/// <summary>Intervals are in milliseconds; 0 means the default.</summary>
sealed record CosmosTrigger(string DatabaseName, string ContainerName) : Trigger
{
    public string? Connection { get; init; }

    public string? LeaseConnection { get; init; }

    public string? LeaseDatabaseName { get; init; }

    public string? LeaseContainerName { get; init; }

    public string? LeaseContainerPrefix { get; init; }

    public string? StartFromTime { get; init; }

    public bool CreateLeaseContainerIfNotExists { get; init; }

    public bool StartFromBeginning { get; init; }

    public int FeedPollDelay { get; init; }

    public int LeaseAcquireInterval { get; init; }

    public int LeaseExpirationInterval { get; init; }

    public int LeaseRenewInterval { get; init; }

    public int MaxItemsPerInvocation { get; init; }
}
