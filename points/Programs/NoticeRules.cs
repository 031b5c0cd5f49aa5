namespace Points.Programs;

/// <summary>What members are told without asking. The operator's to set: no clause promises it.</summary>
public sealed record NoticeRules
{
    /// <summary>How long before their last valid day points are warned of, earliest first.</summary>
    public required Rule<IReadOnlyList<NoticePeriod>> ExpiryWarnings { get; init; }
}

/// <summary>A time before a date, in calendar months and days.</summary>
public sealed record NoticePeriod(int? Months = null, int? Days = null)
{
    public DateOnly Before(DateOnly date) => date.AddMonths(-(Months ?? 0)).AddDays(-(Days ?? 0));
}
