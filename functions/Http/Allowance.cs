using System.Threading.RateLimiting;

namespace Functions.Http;

/// <summary>How often each of many may do something on this instance; who has used it up is refused for a while.</summary>
public sealed class Allowance(int times, TimeSpan per, string title) : IDisposable
{
    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(who =>
        RateLimitPartition.GetTokenBucketLimiter(who, _ => new TokenBucketRateLimiterOptions { TokenLimit = times, TokensPerPeriod = times, ReplenishmentPeriod = per }));

    /// <exception cref="ProblemException">429 while nothing is left.</exception>
    public void ThrowIfSpent(string who) => Acquire(who, permits: 0);

    /// <exception cref="ProblemException">429 when nothing was left.</exception>
    public void Take(string who) => Acquire(who, permits: 1);

    public void Dispose() => limiter.Dispose();

    private void Acquire(string who, int permits)
    {
        using var lease = limiter.AttemptAcquire(who, permits);
        if (!lease.IsAcquired)
            throw new ProblemException(new Problem(429, "too-many-requests", title, "Wait for Retry-After seconds.") { RetryAfterSeconds = (int)per.TotalSeconds });
    }
}
