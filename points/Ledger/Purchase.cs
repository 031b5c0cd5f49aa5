namespace Points.Ledger;

/// <summary>A purchase as the till reports it. Amounts in yen; only what decides about points is kept.</summary>
public sealed record Purchase
{
    /// <summary>The whole bill, tax included.</summary>
    public required long AmountYen { get; init; }

    public long? TaxYen { get; init; }

    /// <summary>Part of the bill covered by coupons, subsidies or points.</summary>
    public long? CoveredYen { get; init; }

    public bool? Discounted { get; init; }
    public string? Payment { get; init; }
    public string? Booking { get; init; }

    /// <summary>Guests, elementary pupils and younger left out.</summary>
    public int? Guests { get; init; }

    public IReadOnlyList<Item>? Items { get; init; }
    public string? SettledAt { get; init; }

    /// <summary>False when the card was shown only after settlement; null means true.</summary>
    public bool? BeforeSettlement { get; init; }

    /// <summary>False when the card shown is unsigned; null means signed.</summary>
    public bool? CardSigned { get; init; }

    public string? ReceiptNumber { get; init; }
    public IReadOnlyList<string>? Campaigns { get; init; }
}

/// <summary>A part of a purchase.</summary>
/// <param name="Excluded">True when the store excludes it from points.</param>
public sealed record Item(string Category, long AmountYen, bool? Excluded = null);

public static class Items
{
    /// <summary>Yen of the items that a store has excluded, where the terms let it exclude their category.</summary>
    public static long ExcludedYen(this IEnumerable<Item> items, IReadOnlyList<string> excludable) =>
        items.Where(item => item.Excluded == true && excludable.Contains(item.Category)).Sum(item => item.AmountYen);

    /// <summary>What a return needs to calculate and nothing else: the excluded part.</summary>
    public static IReadOnlyList<Item> WithoutNames(this IEnumerable<Item> items) => [.. items.Where(item => item.Excluded == true)];
}
