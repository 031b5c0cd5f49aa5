namespace Points.Programs;

/// <summary>Calendar arithmetic of the terms: calendar months and years, never lengths in days.</summary>
public static class Calendar
{
    public static DateOnly MonthEnd(DateOnly date) =>
        new(date.Year, date.Month, DateTime.DaysInMonth(date.Year, date.Month));

    public static string InJapanese(DateOnly? date) =>
        date is { } day ? $"{day.Year}年{day.Month}月{day.Day}日" : "期限なし";
}
