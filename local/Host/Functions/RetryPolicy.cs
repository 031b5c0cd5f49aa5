using Local.Host.Rpc;

namespace Local.Host.Functions;

/// <summary>How often and when a failed timer or feed run is tried again: the worker names it, the host does it, in memory.</summary>
sealed record RetryPolicy(int MaxRetryCount, TimeSpan Minimum, TimeSpan Maximum)
{
    public static readonly RetryPolicy None = new(0, TimeSpan.Zero, TimeSpan.Zero);

    public static RetryPolicy Of(RpcRetryOptions? options) => options switch
    {
        null => None,
        { RetryStrategy: RpcRetryOptions.Types.RetryStrategy.FixedDelay } =>
            new(options.MaxRetryCount, options.DelayInterval.ToTimeSpan(), options.DelayInterval.ToTimeSpan()),
        _ => new(options.MaxRetryCount, options.MinimumInterval.ToTimeSpan(), options.MaximumInterval.ToTimeSpan()),
    };

    /// <summary>Null when <paramref name="failures"/> runs were the last. -1 retries for ever.</summary>
    public TimeSpan? DelayAfter(int failures)
    {
        if (MaxRetryCount != -1 && failures > MaxRetryCount)
            return null;
        var doubled = Minimum.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 30));
        return doubled >= Maximum.TotalMilliseconds ? Maximum : TimeSpan.FromMilliseconds(doubled);
    }
}
