using System.Collections.Concurrent;

namespace Local.Cosmos;

/// <summary>How often each kind of request was made of each container: an interlocked counter each, so that counting costs
/// nothing.</summary>
public sealed class RequestLog
{
    private readonly ConcurrentDictionary<string, RequestCounters> containers = new(StringComparer.Ordinal);
    private readonly RequestCounters others;

    public RequestLog() => others = For("");

    public void Reset()
    {
        foreach (var counters in containers.Values)
            counters.Reset();
    }

    public RequestSnapshot Snapshot() => new([.. containers.SelectMany(pair => pair.Value.Counts(pair.Key))
        .OrderBy(count => count.Container, StringComparer.Ordinal).ThenBy(count => count.Kind)]);

    /// <summary>Containers of the same name in two databases are counted as one.</summary>
    internal RequestCounters For(string container) => containers.GetOrAdd(container, _ => new RequestCounters());

    /// <summary>A request that is not about the items of a container.</summary>
    internal void Count(RequestKind kind) => others.Count(kind);
}

/// <summary><paramref name="Items"/>: item operations, more than requests only for batches. <paramref name="BytesWritten"/>: item bodies
/// as received.</summary>
public sealed record RequestCount(string Container, RequestKind Kind, long Requests, long Items, long BytesWritten);

/// <summary>The counts since the last reset, those above zero; the container of account and database requests is "".</summary>
public sealed record RequestSnapshot(IReadOnlyList<RequestCount> Counts)
{
    public long Requests(RequestKind kind, string? container = null) => Select(kind, container).Sum(count => count.Requests);

    public long Items(RequestKind kind, string? container = null) => Select(kind, container).Sum(count => count.Items);

    public long BytesWritten(string? container = null) =>
        Counts.Where(count => container is null || count.Container == container).Sum(count => count.BytesWritten);

    /// <summary>Requests about items, of all kinds.</summary>
    public long ItemRequests(string? container = null) => Counts
        .Where(count => count.Kind >= RequestKind.Create && (container is null || count.Container == container))
            .Sum(count => count.Requests);

    private IEnumerable<RequestCount> Select(RequestKind kind, string? container) =>
        Counts.Where(count => count.Kind == kind && (container is null || count.Container == container));
}

internal sealed class RequestCounters
{
    private const int Fields = 3;
    private readonly long[] values = new long[(Enum.GetValues<RequestKind>().Length) * Fields];

    public void Count(RequestKind kind, int items = 0, long bytes = 0)
    {
        var at = (int)kind * Fields;
        Interlocked.Increment(ref values[at]);
        if (items != 0)
            Interlocked.Add(ref values[at + 1], items);
        if (bytes != 0)
            Interlocked.Add(ref values[at + 2], bytes);
    }

    public void Reset()
    {
        for (var i = 0; i < values.Length; i++)
            Interlocked.Exchange(ref values[i], 0);
    }

    public IEnumerable<RequestCount> Counts(string container) => Enum.GetValues<RequestKind>()
        .Select(kind => new RequestCount(container, kind, Value(kind, 0), Value(kind, 1), Value(kind, 2)))
        .Where(count => count.Requests > 0);

    private long Value(RequestKind kind, int field) => Interlocked.Read(ref values[((int)kind * Fields) + field]);
}
