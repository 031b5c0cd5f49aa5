namespace Local.Clock;

/// <summary>
/// The wall clock plus an offset that a test may set. Only <see cref="GetUtcNow"/> is shifted: timers and timestamps
/// stay on wall time, so setting the clock neither fires nor delays anything.
/// </summary>
public sealed class TestClock : TimeProvider
{
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long offsetTicks;

    public bool IsShifted => Volatile.Read(ref offsetTicks) != 0;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Volatile.Read(ref offsetTicks));

    /// <summary>From here on it is <paramref name="now"/> and time goes on from there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the years 2000 to 2199.</exception>
    public void Set(DateTimeOffset now)
    {
        if (now < Earliest || now >= Latest)
            throw new ArgumentOutOfRangeException(nameof(now), now, "The clock can be set within the years 2000 to 2199.");
        Volatile.Write(ref offsetTicks, (now - System.GetUtcNow()).Ticks);
    }

    public void Reset() => Volatile.Write(ref offsetTicks, 0);
}
