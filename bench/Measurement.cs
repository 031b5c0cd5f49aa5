using Bench.App;
using Bench.Load;
using Bench.Processes;

namespace Bench;

/// <summary>One row of the report.</summary>
/// <param name="Store">Requests to the store during the run; null where nobody counts them.</param>
public sealed record Measurement(string Name, LoadResult Load, TimeSpan? Cpu, Usage? Usage, StoreCounters? Store)
{
    /// <summary>Callers have all returned before and after, so that what is read belongs to exactly these requests.</summary>
    public static Measurement Take(string name, Server server, bool countStore, Func<LoadResult> load)
    {
        var storeBefore = countStore ? StoreCounters.Read(server.Address) : null;
        var before = Processes.Usage.Of(server.ProcessIds());
        var result = load();
        var after = Processes.Usage.Of(server.ProcessIds());
        var storeAfter = countStore ? StoreCounters.Read(server.Address) : null;

        return new Measurement(name, result, after?.Cpu - before?.Cpu, after, storeBefore is null || storeAfter is null ? null
            : new StoreCounters(storeAfter.Reads - storeBefore.Reads, storeAfter.Batches - storeBefore.Batches, storeAfter.Total - storeBefore.Total));
    }
}
