using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Functions.Http;

/// <summary>One bucket per key on this instance, refilled every second.</summary>
public sealed class RateLimits(Settings settings, TimeProvider clock)
{
    private readonly Buckets buckets = new(
        settings.RequestsPerKeyPerMinute, int.Max(1, settings.RequestsPerKeyPerMinute / 60), TimeSpan.FromSeconds(1), clock);

    /// <summary>Null when the key may go on, else how long it has to wait.</summary>
    public TimeSpan? Take(string keyId) => buckets.Take(keyId);
}

/// <summary>A terminal that runs wild is slowed down alone: 429 with Retry-After.</summary>
public sealed class RateLimitMiddleware(RateLimits limits) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext()?.Features.Get<Caller>() is { } caller && limits.Take(caller.KeyId) is { } wait)
            context.GetInvocationResult().Value = Problem.TooMany("Too many requests with this key.", wait);
        else
            await next(context);
    }
}
