using System.Text.Json.Serialization;
using Points.Programs;

namespace Points.Ledger;

/// <summary>What an account holds after an entry.</summary>
/// <param name="Lots">Few by construction: one per kind, expiry and first day of use.</param>
/// <param name="LastActivityOn">Date of the last activity that counts for expiry.</param>
/// <param name="ExpiresOn">Last valid day of every lot that has none of its own.</param>
/// <param name="Debt">Points owed where the terms let a balance go negative; later awards fill it first.</param>
/// <param name="OwnExpiredOn">Last valid day of the latest lapsed lot that had one of its own: the account's points ended no earlier.</param>
/// <param name="Pending">Points whose award date has not come; no part of the balance yet.</param>
/// <param name="Cumulative">Base points ever awarded and not taken back, where milestones count them.</param>
public sealed record Holdings(
    IReadOnlyList<Lot> Lots,
    DateOnly? LastActivityOn = null,
    DateOnly? ExpiresOn = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Debt = 0,
    DateOnly? OwnExpiredOn = null,
    IReadOnlyList<Lot>? Pending = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Cumulative = 0)
{
    public static readonly Holdings None = new([]);

    /// <summary>The balance: never negative zero, negative only by <see cref="Debt"/>.</summary>
    [JsonIgnore]
    public long Points => Lots.Sum(lot => lot.Points) - Debt;

    [JsonIgnore]
    public long PendingPoints => Pending?.Sum(lot => lot.Points) ?? 0;

    /// <summary>What the ledger has given and not taken: the balance and what is pending.</summary>
    [JsonIgnore]
    public long Total => Points + PendingPoints;

    public DateOnly? ExpiryOf(Lot lot) => lot.ExpiresOn ?? ExpiresOn;

    /// <summary>What can be redeemed on a date.</summary>
    public long UsableOn(DateOnly date) => Debt > 0 ? 0 : Lots.Where(lot => !(lot.UsableFrom > date)).Sum(lot => lot.Points);

    /// <summary>The lots in the order in which they are spent: what ends first goes first.</summary>
    public IEnumerable<Lot> EarliestExpiring() => Lots.OrderBy(lot => ExpiryOf(lot) ?? DateOnly.MaxValue);

    public Holdings Apply(IEnumerable<Move> moves)
    {
        List<Lot> lots = [.. Lots];
        List<Lot> pending = [.. Pending ?? []];
        foreach (var move in moves)
            (move.Pending ? pending : lots).Change(move);
        return this with { Lots = lots, Pending = pending.Count == 0 ? null : pending };
    }

    /// <summary>Adds lots; what they hold fills a debt first.</summary>
    public (IReadOnlyList<Move> Moves, Holdings After) Receive(IEnumerable<Lot> lots)
    {
        var owed = Debt;
        List<Move> moves = [];
        foreach (var lot in lots)
        {
            var filling = long.Min(owed, lot.Points);
            owed -= filling;
            if (lot.Points > filling)
                moves.Add(lot.Moved(lot.Points - filling));
        }

        return (moves, Apply(moves) with { Debt = owed });
    }

    /// <summary>Pending points whose award date has come fill a debt or join the balance; points barred for a day are like all others after it.</summary>
    public Holdings MatureBy(DateOnly date)
    {
        if (Pending is null && Lots.All(lot => lot.UsableFrom is null))
            return this;
        // In the order of their days: settled late or day by day, the same points fill a debt.
        var due = (Pending ?? []).Where(lot => lot.UsableFrom <= date).OrderBy(lot => lot.UsableFrom).Select(lot => lot with { UsableFrom = null });
        var usable = Lots.Select(lot => lot.UsableFrom <= date ? lot with { UsableFrom = null } : lot);
        var waiting = (Pending ?? []).Where(lot => lot.UsableFrom > date).ToList();
        var merged = (this with { Lots = [], Pending = waiting.Count == 0 ? null : waiting }).Apply(usable.Select(lot => lot.Moved(lot.Points)));
        return merged.Receive(due).After;
    }

    /// <summary>As if all that is pending had come.</summary>
    public Holdings Matured() => MatureBy(DateOnly.MaxValue);

    /// <summary>Takes away lots that have ended.</summary>
    public Holdings Lapse(IReadOnlyList<Move> moves)
    {
        var ownExpiredOn = moves.Max(move => move.ExpiresOn);
        return Apply(moves) with { OwnExpiredOn = ownExpiredOn < OwnExpiredOn ? OwnExpiredOn : ownExpiredOn ?? OwnExpiredOn };
    }

    /// <summary>Moves that take the given number of points usable on a date, earliest expiry first; fewer when there are not enough.</summary>
    public IReadOnlyList<Move> Take(long points, DateOnly? usableOn = null)
    {
        var moves = new List<Move>();
        foreach (var lot in EarliestExpiring().Where(lot => !(lot.UsableFrom > usableOn)))
        {
            if (points == 0)
                break;
            var taken = long.Min(points, lot.Points);
            moves.Add(lot.Moved(-taken));
            points -= taken;
        }

        return moves;
    }

    /// <summary>An activity: expiry moves forward, never back, whatever order late reports arrive in.</summary>
    public Holdings ActiveOn(DateOnly on, Terms terms)
    {
        var expiresOn = terms.Expiry.After(on);
        // Older terms may have granted a longer life than the newer ones: a late report must not lose it.
        if (LastActivityOn >= on)
            return expiresOn > ExpiresOn ? this with { ExpiresOn = expiresOn } : this;
        return this with { LastActivityOn = on, ExpiresOn = expiresOn < ExpiresOn ? ExpiresOn : expiresOn };
    }
}
