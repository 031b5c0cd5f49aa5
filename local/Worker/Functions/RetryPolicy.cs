using System.Globalization;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Local.Worker.Functions;

/// <summary>How often and when a failed timer or change feed run is tried again.</summary>
sealed record RetryPolicy(int MaxRetryCount, TimeSpan Minimum, TimeSpan Maximum)
{
    public static readonly RetryPolicy None = new(0, TimeSpan.Zero, TimeSpan.Zero);

    public static RetryPolicy Of(MethodInfo method) => method.GetCustomAttribute<RetryAttribute>() switch
    {
        FixedDelayRetryAttribute f => new(f.MaxRetryCount, Parse(f.DelayInterval), Parse(f.DelayInterval)),
        ExponentialBackoffRetryAttribute e => new(e.MaxRetryCount, Parse(e.MinimumInterval), Parse(e.MaximumInterval)),
        _ => None,
    };

    /// <summary>Null when <paramref name="failures"/> runs were the last.</summary>
    public TimeSpan? DelayAfter(int failures)
    {
        if (MaxRetryCount != -1 && failures > MaxRetryCount)
            return null;
        var doubled = Minimum.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 30));
        return doubled >= Maximum.TotalMilliseconds ? Maximum : TimeSpan.FromMilliseconds(doubled);
    }

    private static TimeSpan Parse(string interval) => TimeSpan.Parse(interval, CultureInfo.InvariantCulture);
}
