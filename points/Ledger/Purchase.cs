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

    public string? ReceiptNumber { get; init; }
    public IReadOnlyList<string>? Campaigns { get; init; }
}

/// <summary>A part of a purchase.</summary>
public sealed record Item(string Category, long AmountYen);
