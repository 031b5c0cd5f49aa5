using Points.Cards;
using Points.Programs;

namespace Points.Ledger;

/// <summary>What a card holds on a date, and what happens to it without further activity.</summary>
public sealed record Balance
{
    public required string CardNumber { get; init; }
    public required string Program { get; init; }
    public required CardStatus Status { get; init; }
    public required long Points { get; init; }

    /// <summary>What can be redeemed on that date.</summary>
    public required long Available { get; init; }

    public required long Pending { get; init; }

    /// <summary>Last valid day of what ends first; null when nothing ends.</summary>
    public required DateOnly? ExpiresOn { get; init; }

    /// <summary>The day on which the points ended; null while they live.</summary>
    public required DateOnly? LapsedOn { get; init; }

    public required DateOnly? WithdrawalDueOn { get; init; }
    public required IReadOnlyList<Lot> Lots { get; init; }
    public required DateOnly AsOf { get; init; }
    public required IReadOnlyList<string> Clauses { get; init; }

    /// <summary>The balance on the date on which an account stands, or on a later one without further activity.</summary>
    public static Balance Of(Holdings holdings, string cardNumber, CardStatus status, Program program, DateOnly asOf)
    {
        var terms = program.TermsOn(asOf);
        var held = Settle.AsOf(holdings, asOf);
        var lapseOn = Standing.LapseOn(holdings);
        var ended = lapseOn <= asOf;
        var withdrawalDueOn = ended ? Standing.WithdrawalDueOn(holdings, terms) : null;
        string?[] clauses = [terms.Expiry.Clause, ended ? terms.Expiry.LapseClause : null, withdrawalDueOn is null ? null : terms.Dormancy!.MonthsAfterLapse.Clause];
        return new Balance
        {
            CardNumber = cardNumber,
            Program = program.Id,
            Status = withdrawalDueOn <= asOf ? CardStatus.Retired : status,
            Points = held.Points,
            Available = status == CardStatus.Active && !(withdrawalDueOn <= asOf) ? held.UsableOn(asOf) : 0,
            Pending = held.PendingPoints,
            ExpiresOn = Settle.NextLapse(held) ?? holdings.ExpiresOn,
            LapsedOn = ended ? lapseOn : null,
            WithdrawalDueOn = withdrawalDueOn,
            Lots = [.. held.Lots.Select(lot => lot with { ExpiresOn = held.ExpiryOf(lot) })],
            AsOf = asOf,
            Clauses = [.. clauses.OfType<string>().Distinct()],
        };
    }
}
