using Local.Cosmos;

namespace Functions.Tests.Operations;

/// <summary>The store stops answering after so many calls, as if the process had died there; nobody repeats what it refuses.</summary>
internal sealed class StoreDeath
{
    private readonly Backend app;
    private int calls;

    private StoreDeath(Backend app) => this.app = app;

    public int Calls => calls;

    public static StoreDeath After(Backend app, int callsBeforeDeath, bool lastIsCarriedOut = false)
    {
        var death = new StoreDeath(app);
        var dead = new Fault { Status = 400 };
        app.Cosmos.Faults.OnRequest = request => !IsOurs(request) ? null : Interlocked.Increment(ref death.calls) switch
        {
            var call when call <= callsBeforeDeath => null,
            var call when call == callsBeforeDeath + 1 => dead with { AfterCommit = lastIsCarriedOut },
            _ => dead,
        };
        return death;
    }

    public void Revive() => app.Cosmos.Faults.OnRequest = null;

    private static bool IsOurs(CosmosRequest request) => request.Container is not "leases" && request.Kind is not (RequestKind.ChangeFeed or RequestKind.ReadFeed or RequestKind.PartitionKeyRanges);
}
