namespace Functions.Http;

/// <summary>
/// A bucket for each of many, on this instance: every request takes one out, every so often some are put back. Ours, because
/// System.Threading.RateLimiting measures by the machine's clock alone; this one asks the app's.
/// </summary>
/// <param name="size">What a full bucket holds.</param>
/// <param name="refill">What is put back each time.</param>
/// <param name="every">How long after the first request, and then from each refill to the next.</param>
public sealed class Buckets(int size, int refill, TimeSpan every, TimeProvider clock)
{
    private const int SweepFrom = 1_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Bucket> used = [];
    private int sweepAt = SweepFrom;

    private sealed record Bucket(int Left, DateTimeOffset Since);

    /// <summary>How many are remembered: those whose bucket is not full, and not many more.</summary>
    public int Remembered
    {
        get
        {
            lock (gate)
                return used.Count;
        }
    }

    /// <summary>Takes one; null when there was one, else how long until there is.</summary>
    public TimeSpan? Take(string who)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            var bucket = Of(who, now);
            if (bucket.Left == 0)
                return bucket.Since + every - now;
            Sweep(now);
            used[who] = bucket with { Left = bucket.Left - 1 };
            return null;
        }
    }

    /// <summary>Null while there is one, else how long until there is.</summary>
    public TimeSpan? Wait(string who)
    {
        var now = clock.GetUtcNow();
        lock (gate)
            return Of(who, now) is { Left: 0, Since: var since } ? since + every - now : null;
    }

    private Bucket Of(string who, DateTimeOffset now) => used.TryGetValue(who, out var bucket) ? At(bucket, now) : new Bucket(size, now);

    private Bucket At(Bucket bucket, DateTimeOffset now)
    {
        // A clock that was set back must not lock anybody out for longer than a refill takes.
        if (now < bucket.Since)
            return bucket with { Since = now };
        var refills = (now - bucket.Since).Ticks / every.Ticks;
        return refills >= size || bucket.Left + (refills * refill) >= size
            ? new Bucket(size, now)
            : new Bucket((int)(bucket.Left + (refills * refill)), bucket.Since + (refills * every));
    }

    /// <summary>
    /// Full buckets are as good as none. Looking at all of them whenever there are twice as many costs each request next to nothing.
    /// </summary>
    private void Sweep(DateTimeOffset now)
    {
        if (used.Count < sweepAt)
            return;
        foreach (var (who, bucket) in used)
        {
            if (At(bucket, now).Left == size)
                used.Remove(who);
        }

        sweepAt = int.Max(SweepFrom, used.Count * 2);
    }
}
