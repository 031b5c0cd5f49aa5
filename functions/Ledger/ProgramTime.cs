using Points.Programs;

namespace Functions.Ledger;

public static class ProgramTime
{
    /// <summary>Now in the program's zone, to the millisecond: what is stored is what was decided on.</summary>
    public static DateTimeOffset Now(TimeProvider clock, Program program)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond)).ToOffset(program.Offset);
    }
}
