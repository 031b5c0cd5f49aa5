using System.Threading.RateLimiting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Functions.Http;

/// <summary>One bucket per key on this instance, refilled every second.</summary>
public sealed class RateLimits(Settings settings) : IDisposable
{
    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(keyId =>
        RateLimitPartition.GetTokenBucketLimiter(keyId, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = settings.RequestsPerKeyPerMinute,
            TokensPerPeriod = int.Max(1, settings.RequestsPerKeyPerMinute / 60),
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));

    public RateLimitLease Take(string keyId) => limiter.AttemptAcquire(keyId);

    public void Dispose() => limiter.Dispose();
}

/// <summary>A terminal that runs wild is slowed down alone: 429 with Retry-After.</summary>
public sealed class RateLimitMiddleware(RateLimits limits) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext()?.Features.Get<Caller>() is not { } caller)
        {
            await next(context);
            return;
        }

        using var lease = limits.Take(caller.KeyId);
        if (lease.IsAcquired)
        {
            await next(context);
            return;
        }

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : TimeSpan.FromSeconds(1);
        context.GetInvocationResult().Value = new Problem(429, "too-many-requests", "Too many requests with this key.", "Wait for Retry-After seconds.")
        {
            RetryAfterSeconds = int.Max(1, (int)Math.Ceiling(wait.TotalSeconds)),
        };    }
}
