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
    private long stoppedTicks;

    public bool IsShifted => Volatile.Read(ref offsetTicks) != 0;

    public override DateTimeOffset GetUtcNow() => Volatile.Read(ref stoppedTicks) is var stopped and > 0
        ? new DateTimeOffset(stopped, TimeSpan.Zero)
        : System.GetUtcNow().AddTicks(Volatile.Read(ref offsetTicks));

    /// <summary>From here on it is <paramref name="now"/> and time goes on from there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the years 2000 to 2199.</exception>
    public void Set(DateTimeOffset now)
    {
        if (now < Earliest || now >= Latest)
            throw new ArgumentOutOfRangeException(nameof(now), now, "The clock can be set within the years 2000 to 2199.");
        Volatile.Write(ref stoppedTicks, 0);
        Volatile.Write(ref offsetTicks, (now - System.GetUtcNow()).Ticks);
    }

    /// <summary>It is <paramref name="now"/> until the clock is set or stopped again: the last second of a day lasts as long as a test needs.</summary>
    public void Stop(DateTimeOffset now)
    {
        Set(now);
        Volatile.Write(ref stoppedTicks, now.UtcTicks);
    }

    public void Reset()
    {
        Volatile.Write(ref stoppedTicks, 0);
        Volatile.Write(ref offsetTicks, 0);
    }
}
