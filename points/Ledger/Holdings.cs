using System.Text.Json.Serialization;
using Points.Programs;

namespace Points.Ledger;

/// <summary>Points of one kind that end on one day.</summary>
/// <param name="Kind"><c>base</c> or the kind of a campaign.</param>
/// <param name="Points">Always positive.</param>
/// <param name="ExpiresOn">Their own last valid day; null when they live as long as the account's points do.</param>
[JsonConverter(typeof(LotJson))]
public sealed record Lot(string Kind, long Points, DateOnly? ExpiresOn = null);

/// <summary>A signed change of one lot.</summary>
[JsonConverter(typeof(MoveJson))]
public sealed record Move(string Kind, long Points, DateOnly? ExpiresOn = null);

/// <summary>What an account holds after an entry.</summary>
/// <param name="Lots">Ordered by kind of arrival; few by construction, one per kind and expiry.</param>
/// <param name="LastActivityOn">Date of the last award or redemption that counts for expiry.</param>
/// <param name="ExpiresOn">Last valid day of every lot that has none of its own.</param>
/// <param name="Debt">Points owed where the terms let a balance go negative; later awards fill it first.</param>
/// <param name="OwnExpiredOn">Last valid day of the latest lapsed lot that had one of its own: the account's points ended no earlier.</param>
public sealed record Holdings(
    IReadOnlyList<Lot> Lots,
    DateOnly? LastActivityOn = null,
    DateOnly? ExpiresOn = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Debt = 0,
    DateOnly? OwnExpiredOn = null)
{
    public static readonly Holdings None = new([]);

    /// <summary>The balance: never negative zero, negative only by <see cref="Debt"/>.</summary>
    [JsonIgnore]
    public long Points => Lots.Sum(lot => lot.Points) - Debt;

    public DateOnly? ExpiryOf(Lot lot) => lot.ExpiresOn ?? ExpiresOn;

    /// <summary>The lots in the order in which they are spent: what ends first goes first.</summary>
    public IEnumerable<Lot> EarliestExpiring() => Lots.OrderBy(lot => ExpiryOf(lot) ?? DateOnly.MaxValue);

    public Holdings Apply(IEnumerable<Move> moves)
    {
        var lots = Lots.ToList();
        foreach (var move in moves)
        {
            var at = lots.FindIndex(lot => lot.Kind == move.Kind && lot.ExpiresOn == move.ExpiresOn);
            var points = (at < 0 ? 0 : lots[at].Points) + move.Points;
            if (points < 0)
                throw new InvalidOperationException($"A lot of {move.Kind} would hold {points} points.");
            if (at < 0 && points > 0)
                lots.Add(new Lot(move.Kind, points, move.ExpiresOn));
            else if (at >= 0 && points == 0)
                lots.RemoveAt(at);
            else if (at >= 0)
                lots[at] = lots[at] with { Points = points };
        }

        return this with { Lots = lots };
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
                moves.Add(new Move(lot.Kind, lot.Points - filling, lot.ExpiresOn));
        }

        return (moves, Apply(moves) with { Debt = owed });
    }

    /// <summary>Takes away lots that have ended.</summary>
    public Holdings Lapse(IReadOnlyList<Move> moves)
    {
        var ownExpiredOn = moves.Max(move => move.ExpiresOn);
        return Apply(moves) with { OwnExpiredOn = ownExpiredOn < OwnExpiredOn ? OwnExpiredOn : ownExpiredOn ?? OwnExpiredOn };
    }

    /// <summary>Moves that take the given number of points, earliest expiry first; fewer when there are not enough.</summary>
    public IReadOnlyList<Move> Take(long points)
    {
        var moves = new List<Move>();
        foreach (var lot in EarliestExpiring())
        {
            if (points == 0)
                break;
            var taken = long.Min(points, lot.Points);
            moves.Add(new Move(lot.Kind, -taken, lot.ExpiresOn));
            points -= taken;
        }

        return moves;
    }

    /// <summary>An activity on a date: expiry moves forward, never back, whatever order late reports arrive in.</summary>
    public Holdings ActiveOn(DateOnly on, string kind, Terms terms)
    {
        if (terms.Expiry is LastActivityExpiry rule && !rule.ExtendedBy.Is.Contains(kind))
            return this;
        var expiresOn = terms.Expiry.After(on);
        // Older terms may have granted a longer life than the newer ones: a late report must not lose it.
        if (LastActivityOn >= on)
            return expiresOn > ExpiresOn ? this with { ExpiresOn = expiresOn } : this;
        return this with { LastActivityOn = on, ExpiresOn = expiresOn < ExpiresOn ? ExpiresOn : expiresOn };
    }
}
