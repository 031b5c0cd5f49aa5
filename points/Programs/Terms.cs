using System.Text.Json.Serialization;

namespace Points.Programs;

/// <summary>One version of a program's terms: every rule that decides something, with its clause.</summary>
public sealed record Terms
{
    public required DateOnly EffectiveFrom { get; init; }
    public required CardRules Cards { get; init; }
    public required AwardRules Award { get; init; }
    public required RedemptionRules Redemption { get; init; }
    public required ExpiryRules Expiry { get; init; }

    /// <summary>Whether taking points back may leave a debt that later awards fill first.</summary>
    public required Rule<bool> NegativeBalance { get; init; }

    /// <summary>Automatic withdrawal of a card whose points have lapsed; absent where the terms know none.</summary>
    public DormancyRules? Dormancy { get; init; }
}

/// <summary>Who may hold which card, and what it costs.</summary>
public sealed record CardRules
{
    public required Rule<IReadOnlyList<string>> MemberClasses { get; init; }
    public required Rule<IReadOnlyList<string>> HolderKinds { get; init; }
    public required Rule<IReadOnlyList<string>> Media { get; init; }
    public required Rule<IReadOnlyList<Fee>> IssueFees { get; init; }

    /// <summary>Only an active card that was really read earns or redeems.</summary>
    public required Rule<bool> ValidCardOnly { get; init; }

    /// <summary>Blocking a card on suspicion or loss.</summary>
    public required Rule<bool> Suspension { get; init; }
}

/// <summary>A fee in yen, tax included; an absent medium or member class means any.</summary>
public sealed record Fee(long Yen, string? Medium = null, string? MemberClass = null);

/// <summary>How a purchase earns points.</summary>
public sealed record AwardRules
{
    public required Rule<IReadOnlyList<string>> Departments { get; init; }
    public required Rule<IReadOnlyList<Place>> Excluded { get; init; }

    /// <summary>The card must be shown before settlement ends.</summary>
    public required Rule<bool> BeforeSettlement { get; init; }

    public required Rule<TaxBasis> Basis { get; init; }
    public required Rule<long> UnitYen { get; init; }
    public required Rule<long> PointsPerUnit { get; init; }

    // The JSON reader sets what is absent to null, initializer or not.
    public IReadOnlyList<Campaign> Campaigns { get => field ?? []; init; } = [];
}

[JsonConverter(typeof(CamelCaseNames<TaxBasis>))]
public enum TaxBasis { TaxIncluded, TaxExcluded }

/// <summary>A department at a facility.</summary>
public sealed record Place(string Facility, string Department);

/// <summary>Additional points of their own kind, per unit of the same eligible amount.</summary>
public sealed record Campaign
{
    public required string Kind { get; init; }
    public required string Name { get; init; }
    public required Rule<long> PointsPerUnit { get; init; }

    /// <summary>Member classes that get it; empty means every class.</summary>
    public IReadOnlyList<string> MemberClasses { get => field ?? []; init; } = [];

    /// <summary>True when the POS must name the campaign in the purchase; false when it applies by itself.</summary>
    public required bool OnRequest { get; init; }

    /// <summary>Own last day of validity of its points; absent means they expire like base points.</summary>
    public Rule<DateOnly>? ExpiresOn { get; init; }

    public DateOnly? From { get; init; }
    public DateOnly? Through { get; init; }

    public bool AppliesTo(string memberClass, IReadOnlyCollection<string> named, DateOnly on) =>
        (MemberClasses.Count == 0 || MemberClasses.Contains(memberClass))
        && (!OnRequest || named.Contains(Kind))
        && !(on < From) && !(on > Through);
}

/// <summary>How points pay a bill.</summary>
public sealed record RedemptionRules
{
    public required Rule<IReadOnlyList<string>> Departments { get; init; }
    public required Rule<IReadOnlyList<Place>> Excluded { get; init; }
    public required Rule<long> UnitPoints { get; init; }
    public required Rule<long> YenPerPoint { get; init; }
    public required Rule<Overpay> Overpay { get; init; }

    /// <summary>The most points that may be redeemed against an amount due, in whole units.</summary>
    public long LargestFor(long dueYen)
    {
        var unitYen = UnitPoints.Is * YenPerPoint.Is;
        var units = Overpay.Is == Programs.Overpay.OneUnitWithoutChange
            ? dueYen / unitYen + (dueYen % unitYen > 0 ? 1 : 0)
            : dueYen / unitYen;
        return units * UnitPoints.Is;
    }
}

[JsonConverter(typeof(CamelCaseNames<Overpay>))]
public enum Overpay
{
    /// <summary>Never more than the bill.</summary>
    Never,

    /// <summary>The last unit may exceed the bill; the rest of it is lost, no change is given.</summary>
    OneUnitWithoutChange,
}

public sealed record DormancyRules
{
    /// <summary>Months from the lapse date until the card is withdrawn.</summary>
    public required Rule<int> MonthsAfterLapse { get; init; }
}
