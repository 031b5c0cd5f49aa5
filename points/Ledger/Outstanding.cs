namespace Points.Ledger;

/// <summary>Points of one kind that end in one month; a month is its first day, null where they never end.</summary>
public sealed record MonthOfExpiry(string Kind, DateOnly? Month, long Points);

/// <summary>What a program owes its members on a date without further activity, added up account by account.</summary>
public sealed class Outstanding(DateOnly asOf)
{
    private readonly Dictionary<(string Kind, DateOnly? Month), long> lots = [];

    /// <summary>Accounts that hold or owe anything.</summary>
    public long Accounts { get; private set; }

    /// <summary>The sum of the balances: what members owe is taken off.</summary>
    public long Points { get; private set; }

    public long Pending { get; private set; }
    public long Debt { get; private set; }

    /// <summary>What has ended by then and no entry says so yet.</summary>
    public long UnwrittenLapse { get; private set; }

    /// <summary>What ends first comes first.</summary>
    public IReadOnlyList<MonthOfExpiry> ByMonth =>
    [
        .. lots.Select(lot => new MonthOfExpiry(lot.Key.Kind, lot.Key.Month, lot.Value))
            .OrderBy(lot => lot.Month ?? DateOnly.MaxValue).ThenBy(lot => lot.Kind, StringComparer.Ordinal),
    ];

    public void Add(Holdings holdings)
    {
        var held = Settle.AsOf(holdings, asOf);
        UnwrittenLapse += holdings.Total - held.Total;
        Points += held.Points;
        Pending += held.PendingPoints;
        Debt += held.Debt;
        Accounts += held is { Points: 0, PendingPoints: 0 } ? 0 : 1;
        foreach (var lot in held.Lots)
        {
            (string, DateOnly?) key = (lot.Kind, held.ExpiryOf(lot) is { } on ? new DateOnly(on.Year, on.Month, 1) : null);
            lots[key] = lots.GetValueOrDefault(key) + lot.Points;
        }
    }
}
