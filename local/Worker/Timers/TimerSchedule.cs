using NCrontab;

namespace Local.Worker.Timers;

/// <summary>NCRONTAB of six fields in UTC.</summary>
sealed class TimerSchedule
{
    private readonly CrontabSchedule schedule;

    private TimerSchedule(CrontabSchedule schedule) => this.schedule = schedule;

    /// <summary>A run that begins later than this after its time is past due.</summary>
    public static readonly TimeSpan Punctual = TimeSpan.FromSeconds(1);

    public static TimerSchedule Parse(string function, string expression) =>
        CrontabSchedule.TryParse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = true }) is { } schedule
            ? new TimerSchedule(schedule)
            : throw new InvalidOperationException($"Function '{function}': '{expression}' is not NCRONTAB of six fields (seconds first).");

    /// <summary>The first occurrence after <paramref name="utc"/>.</summary>
    public DateTime After(DateTime utc) => DateTime.SpecifyKind(schedule.GetNextOccurrence(utc), DateTimeKind.Utc);

    /// <summary>
    /// What is due when <paramref name="last"/> was the last occurrence that ran, seen at <paramref name="now"/>:
    /// occurrences missed meanwhile are made up for by one late run, which then counts for the newest of them.
    /// </summary>
    public DueRun Next(DateTime last, DateTime now)
    {
        var due = After(last);
        var newest = due;
        for (var next = After(due); next <= now; next = After(next))
            newest = next;
        return new DueRun(due, now - due > Punctual, newest);
    }
}

sealed record DueRun(DateTime Due, bool IsPastDue, DateTime CountsFor);
