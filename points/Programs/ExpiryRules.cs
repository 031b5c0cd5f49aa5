using System.Text.Json.Serialization;

namespace Points.Programs;

/// <summary>When points end. The lapse date is the day after the expiry date.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "rule")]
[JsonDerivedType(typeof(LastActivityExpiry), "lastActivity")]
[JsonDerivedType(typeof(NoExpiry), "never")]
public abstract record ExpiryRules
{
    /// <summary>The clause that ends points after their expiry date.</summary>
    public string? LapseClause { get; init; }

    /// <summary>The last day on which the account's points are valid, given its last activity; null means for ever.</summary>
    public abstract DateOnly? After(DateOnly? lastActivityOn);

    public abstract string? Clause { get; }
}

/// <summary>All points live until the month end some years after the last activity (KKR-6.1).</summary>
public sealed record LastActivityExpiry : ExpiryRules
{
    public required Rule<int> Years { get; init; }

    /// <summary>Entry kinds that count as activity.</summary>
    public required Rule<IReadOnlyList<string>> ExtendedBy { get; init; }

    public override DateOnly? After(DateOnly? lastActivityOn) =>
        lastActivityOn is { } on ? Calendar.MonthEnd(on.AddYears(Years.Is)) : null;

    public override string? Clause => Years.Clause;
}

public sealed record NoExpiry : ExpiryRules
{
    public required Rule<bool> Never { get; init; }

    public override DateOnly? After(DateOnly? lastActivityOn) => null;

    public override string? Clause => Never.Clause;
}
