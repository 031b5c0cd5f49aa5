using System.Text.Json.Serialization;

namespace Points.Programs;

/// <summary>How points pay a bill.</summary>
public sealed record RedemptionRules
{
    public required Rule<IReadOnlyList<string>> Departments { get; init; }
    public required Rule<IReadOnlyList<Place>> Excluded { get; init; }

    /// <summary>Categories of which a store may exclude items from payment by points; the till marks those items.</summary>
    public Rule<IReadOnlyList<string>>? ExcludableCategories { get; init; }

    public required Rule<long> UnitPoints { get; init; }
    public required Rule<long> YenPerPoint { get; init; }
    public required Rule<Overpay> Overpay { get; init; }

    /// <summary>False where points awarded on a day can be used from the next day only.</summary>
    public required Rule<bool> SameDayUse { get; init; }

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

/// <summary>Points for goods of a catalogue.</summary>
public sealed record ExchangeRules
{
    public required Rule<IReadOnlyList<Reward>> Rewards { get; init; }

    /// <summary>An accepted exchange can be neither cancelled nor returned.</summary>
    public required Rule<bool> Final { get; init; }
}

public sealed record Reward(string Id, string Name, long Points);
