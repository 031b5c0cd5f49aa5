using NCrontab;

namespace Local.Host.Timers;

/// <summary>NCRONTAB of six fields in UTC.</summary>
sealed class TimerSchedule
{
    private readonly CrontabSchedule schedule;

    private TimerSchedule(string text, CrontabSchedule schedule)
    {
        Text = text;
        this.schedule = schedule;
    }

    public string Text { get; }

    /// <summary>Whether it is due more than once in every minute: then the real host keeps no status.</summary>
    public bool IsWithinAMinute
    {
        get
        {
            var first = After(new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            var isOfEveryMinute = Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).All(part => part == "*");
            return isOfEveryMinute && After(first) - first < TimeSpan.FromMinutes(1);
        }
    }

    public static TimerSchedule Parse(string function, string expression) =>
        CrontabSchedule.TryParse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = true }) is { } schedule
            ? new TimerSchedule(expression, schedule)
            : throw new InvalidOperationException($"Function '{function}': '{expression}' is not NCRONTAB of six fields (seconds first).");

    /// <summary>The first occurrence after <paramref name="utc"/>.</summary>
    public DateTime After(DateTime utc) => DateTime.SpecifyKind(schedule.GetNextOccurrence(utc), DateTimeKind.Utc);
}
