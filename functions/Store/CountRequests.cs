using System.Runtime.CompilerServices;
using Microsoft.Azure.Cosmos;

namespace Functions.Store;

/// <summary>Counts what one piece of work asks of the store, whatever else the app is doing meanwhile.</summary>
public sealed class CountRequests : RequestHandler
{
    private static readonly AsyncLocal<StrongBox<long>?> Counter = new();

    /// <summary>From here on, what the caller and everything it starts asks for is counted in the box.</summary>
    public static StrongBox<long> Begin() => Counter.Value = new StrongBox<long>();

    public override Task<ResponseMessage> SendAsync(RequestMessage request, CancellationToken cancellationToken)
    {
        if (Counter.Value is { } counter)
            Interlocked.Increment(ref counter.Value);
        return base.SendAsync(request, cancellationToken);
    }
}
