namespace Local.Cosmos;

/// <summary>A request as a test's fault hook sees it. <paramref name="Number"/> counts the requests seen by the hook, from 1.</summary>
public sealed record CosmosRequest(RequestKind Kind, string? Container, string? Id, string? PartitionKey, long Number);

/// <summary>Failures on demand. Without a hook they cost nothing.</summary>
public sealed class Faults
{
    private long number;
    private volatile bool crashed;

    /// <summary>Asked before every request; null lets it pass. Called on the requests' own threads, several at a time.</summary>
    public Func<CosmosRequest, Fault?>? OnRequest { get; set; }

    /// <summary>True when the process counts as dead.</summary>
    public bool IsCrashed => crashed;

    internal Action? OnCrash { get; set; }

    /// <summary>
    /// From now on every request fails without an answer and nothing is committed any more, not even what is under way.
    /// Dispose the server and open the folder again to see what survived.
    /// </summary>
    public void Crash()
    {
        crashed = true;
        OnCrash?.Invoke();
    }

    internal Fault? For(RequestKind kind, string? container, string? id, string? partitionKey) =>
        OnRequest?.Invoke(new CosmosRequest(kind, container, id, partitionKey, Interlocked.Increment(ref number)));
}

/// <summary>One failure. The factory methods name those that happen in Azure.</summary>
public sealed record Fault
{
    /// <summary>The status answered instead of the real one; 0 keeps the real one.</summary>
    public int Status { get; init; }

    public int SubStatus { get; init; }

    /// <summary>The request is carried out first, so the sender does not know that it succeeded.</summary>
    public bool AfterCommit { get; init; }

    /// <summary>No answer: HttpRequestException in-process, a reset connection over TCP.</summary>
    public bool Drop { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public TimeSpan Wait { get; init; }

    /// <summary>The change feed page starts this many LSNs earlier than asked.</summary>
    public int RewindLsns { get; init; }

    /// <summary>The change feed page is delivered, but its continuation is the old one: it comes again.</summary>
    public bool RepeatPage { get; init; }

    public static Fault TimeoutBefore() => new() { Status = 408 };

    public static Fault TimeoutAfterCommit() => new() { Status = 408, AfterCommit = true };

    public static Fault PreconditionFailed() => new() { Status = 412 };

    public static Fault Throttled(TimeSpan retryAfter) => new() { Status = 429, SubStatus = 3200, RetryAfter = retryAfter };

    public static Fault RetryWith() => new() { Status = 449 };

    public static Fault UnavailableBefore() => new() { Status = 503 };

    public static Fault UnavailableAfterCommit() => new() { Status = 503, AfterCommit = true };

    public static Fault DropBefore() => new() { Drop = true };

    public static Fault DropAfterCommit() => new() { Drop = true, AfterCommit = true };

    public static Fault Delay(TimeSpan wait) => new() { Wait = wait };

    public static Fault RewindFeed(int lsns) => new() { RewindLsns = lsns };

    public static Fault RepeatFeedPage() => new() { RepeatPage = true };
}
