using Functions.Tests.Mail;
using Local.Cosmos;

namespace Functions.Tests;

/// <summary>
/// What a call asks of the store. Change feeds that still have something to do for earlier calls are waited for: that is
/// not part of this one.
/// </summary>
internal static class Counts
{
    public static async Task<RequestSnapshot> Counted(this Backend app, Func<Task> call)
    {
        await app.Drain();
        app.Cosmos.Requests.Reset();
        await call();
        // A feed keeps its own books at its own time.
        return new RequestSnapshot([.. app.Cosmos.Requests.Snapshot().Counts.Where(count =>
            count.Container is not "leases" and not ""
            && count.Kind is not (RequestKind.ChangeFeed or RequestKind.PartitionKeyRanges or RequestKind.Container))]);
    }
}
