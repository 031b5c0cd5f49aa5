using System.Globalization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Only for timer and Cosmos functions. A count of -1 retries for ever.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute
{
    private protected RetryAttribute(int maxRetryCount) => MaxRetryCount = maxRetryCount;

    public int MaxRetryCount { get; }

    private protected static TimeSpan Interval(string text, string parameter) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && interval >= TimeSpan.Zero
            ? interval
            : throw new ArgumentOutOfRangeException(parameter, text, "An interval is HH:mm:ss and not negative.");
}

public sealed class FixedDelayRetryAttribute : RetryAttribute
{
    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval) : base(maxRetryCount)
    {
        Interval(delayInterval, nameof(delayInterval));
        DelayInterval = delayInterval;
    }

    public string DelayInterval { get; }
}

public sealed class ExponentialBackoffRetryAttribute : RetryAttribute
{
    public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval) : base(maxRetryCount)
    {
        if (Interval(minimumInterval, nameof(minimumInterval)) > Interval(maximumInterval, nameof(maximumInterval)))
            throw new ArgumentException("The minimumInterval must not be greater than the maximumInterval.", nameof(minimumInterval));
        MinimumInterval = minimumInterval;
        MaximumInterval = maximumInterval;
    }

    public string MinimumInterval { get; }

    public string MaximumInterval { get; }
}
