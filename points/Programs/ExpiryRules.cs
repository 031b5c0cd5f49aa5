using System.Text.Json.Serialization;

namespace Points.Programs;

/// <summary>When points end. The lapse date is the day after the expiry date.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "rule")]
[JsonDerivedType(typeof(LastActivityExpiry), "lastActivity")]
[JsonDerivedType(typeof(AccrualYearExpiry), "accrualYears")]
[JsonDerivedType(typeof(NoExpiry), "never")]
public abstract record ExpiryRules
{
    /// <summary>The clause that ends points after their expiry date.</summary>
    public string? LapseClause { get; init; }

    /// <summary>The last valid day of all points that have none of their own, given the last activity; null means for ever.</summary>
    public virtual DateOnly? After(DateOnly? lastActivityOn) => null;

    /// <summary>The own last valid day of points awarded on a date; null when they end with the account's.</summary>
    public virtual DateOnly? OfLot(DateOnly awardedOn, DateOnly joinedOn) => null;

    /// <summary>True when an operation of this kind, in this department, with this result, counts as activity.</summary>
    public virtual bool ExtendsBy(string kind, string? department, long points) => false;

    /// <summary>The activity that joining itself is; null where it is none.</summary>
    public virtual DateOnly? AtJoining(DateOnly joinedOn) => null;

    public abstract string? Clause { get; }
}

/// <summary>All points live until the month end some years after the last activity (KKR-6.1, KAMPO-5.1).</summary>
public sealed record LastActivityExpiry : ExpiryRules
{
    public required Rule<int> Years { get; init; }

    /// <summary>Entry kinds that count as activity.</summary>
    public required Rule<IReadOnlyList<string>> ExtendedBy { get; init; }

    /// <summary>Departments whose use counts as activity; absent means all.</summary>
    public Rule<IReadOnlyList<string>>? Departments { get; init; }

    /// <summary>True where joining counts as the first activity.</summary>
    public Rule<bool>? FromJoining { get; init; }

    /// <summary>True where a use that earns nothing still counts: a stay is a stay.</summary>
    public Rule<bool>? WithoutPoints { get; init; }

    public override DateOnly? After(DateOnly? lastActivityOn) =>
        lastActivityOn is { } on ? Calendar.MonthEnd(on.AddYears(Years.Is)) : null;

    public override bool ExtendsBy(string kind, string? department, long points) =>
        ExtendedBy.Is.Contains(kind)
        && (Departments is null || department is not null && Departments.Is.Contains(department))
        && (points != 0 || WithoutPoints?.Is == true);

    public override DateOnly? AtJoining(DateOnly joinedOn) => FromJoining?.Is == true ? joinedOn : null;

    public override string? Clause => Years.Clause;
}

/// <summary>
/// Points of an accrual year live through that year and the ones it is carried over to (KEIO-4.2, KEIO-4.3). The first
/// year begins in the month of joining, or in a fixed month for everybody.
/// </summary>
public sealed record AccrualYearExpiry : ExpiryRules
{
    public required Rule<int> CarriedYears { get; init; }

    /// <summary>1 to 12; absent where every member's year begins in the month of joining.</summary>
    public Rule<int>? StartMonth { get; init; }

    /// <summary>States that years begin in the month of joining, as they do wherever no month is fixed.</summary>
    public Rule<bool>? FromJoining { get; init; }

    public override DateOnly? OfLot(DateOnly awardedOn, DateOnly joinedOn) =>
        YearOf(awardedOn, joinedOn).First.AddYears(1 + CarriedYears.Is).AddDays(-1);

    /// <summary>The accrual year in which a date lies.</summary>
    public (DateOnly First, DateOnly Last) YearOf(DateOnly date, DateOnly joinedOn)
    {
        var startMonth = StartMonth?.Is ?? joinedOn.Month;
        var first = new DateOnly(date.Month < startMonth ? date.Year - 1 : date.Year, startMonth, 1);
        return (first, first.AddYears(1).AddDays(-1));
    }

    public override string? Clause => CarriedYears.Clause;

    public string? YearClause => StartMonth?.Clause ?? FromJoining?.Clause;
}

public sealed record NoExpiry : ExpiryRules
{
    public required Rule<bool> Never { get; init; }

    // Points that older terms gave a date live for ever from the first use under these.
    public override bool ExtendsBy(string kind, string? department, long points) =>
        points != 0 && kind is (Ledger.EntryKind.Award or Ledger.EntryKind.Redemption);

    public override string? Clause => Never.Clause;
}
