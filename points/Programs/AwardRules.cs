using System.Text.Json.Serialization;

namespace Points.Programs;

/// <summary>How a purchase earns points. A rule that is absent does not exist in these terms.</summary>
public sealed record AwardRules
{
    public required Rule<IReadOnlyList<string>> Departments { get; init; }
    public required Rule<IReadOnlyList<Place>> Excluded { get; init; }

    /// <summary>The card must be shown before settlement ends.</summary>
    public required Rule<bool> BeforeSettlement { get; init; }

    /// <summary>Settled anywhere but at the front earns nothing.</summary>
    public Rule<bool>? SettledAtFront { get; init; }

    public Rule<IReadOnlyList<ExcludedPayment>>? ExcludedPayments { get; init; }
    public Rule<IReadOnlyList<string>>? ExcludedBookings { get; init; }

    /// <summary>Another discount on the purchase leaves nothing to earn.</summary>
    public Rule<bool>? NothingWhenDiscounted { get; init; }

    public Rule<Covered>? Covered { get; init; }

    /// <summary>Categories of which a store may exclude items; the till marks those items.</summary>
    public Rule<IReadOnlyList<string>>? ExcludableCategories { get; init; }

    public required Rule<TaxBasis> Basis { get; init; }

    /// <summary>The amount is divided by the guests of the reservation, pupils of elementary school and younger left out.</summary>
    public Rule<bool>? PerGuest { get; init; }

    public required Rule<long> UnitYen { get; init; }
    public required Rule<long> PointsPerUnit { get; init; }

    /// <summary>Days until the award date, by department; none means at once.</summary>
    public Rule<IReadOnlyList<DepartmentDays>>? PendingDays { get; init; }

    // The JSON reader sets what is absent to null, initializer or not.
    public IReadOnlyList<Campaign> Campaigns { get => field ?? []; init; } = [];
    public IReadOnlyList<Milestone> Milestones { get => field ?? []; init; } = [];

    /// <summary>The day on which points of a purchase are awarded.</summary>
    public DateOnly AwardDate(string department, DateOnly on) =>
        on.AddDays(PendingDays?.Is.FirstOrDefault(pending => pending.Department == department)?.Days ?? 0);
}

[JsonConverter(typeof(CamelCaseNames<TaxBasis>))]
public enum TaxBasis { TaxIncluded, TaxExcluded }

/// <summary>What the part of a bill that coupons, subsidies or points cover does to the rest.</summary>
[JsonConverter(typeof(CamelCaseNames<Covered>))]
public enum Covered
{
    /// <summary>The covered part earns nothing, the rest does.</summary>
    Excluded,

    /// <summary>The whole purchase earns nothing.</summary>
    ForfeitsPurchase,
}

/// <summary>A department at a facility.</summary>
public sealed record Place(string Facility, string Department);

/// <summary>A way to pay that earns nothing, except in some departments.</summary>
public sealed record ExcludedPayment(string Payment, IReadOnlyList<string>? ExceptDepartments = null);

public sealed record DepartmentDays(string Department, int Days);

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

/// <summary>Bonus points each time the cumulative base points pass a multiple. Bonus points do not count towards it.</summary>
public sealed record Milestone
{
    public required string Name { get; init; }
    public required Rule<long> Every { get; init; }
    public required Rule<Passing> When { get; init; }
    public required Rule<long> Bonus { get; init; }

    /// <summary>Purchases before this day do not count.</summary>
    public DateOnly? CountsFrom { get; init; }

    /// <summary>How often the milestone has been passed at a cumulative sum.</summary>
    public long PassedAt(long cumulative) =>
        When.Is == Passing.Exceeds && cumulative > 0 ? (cumulative - 1) / Every.Is : cumulative / Every.Is;
}

[JsonConverter(typeof(CamelCaseNames<Passing>))]
public enum Passing { Exceeds, Reaches }
