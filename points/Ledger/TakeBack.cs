using Points.Programs;

namespace Points.Ledger;

/// <summary>Takes awarded points back: from their own lot first, then from what ends first; what is missing becomes debt only where the terms allow it.</summary>
public sealed record TakeBack(IReadOnlyList<Move> Moves, Holdings After)
{
    /// <summary>Null when points are missing and the terms know no negative balance.</summary>
    public static TakeBack? From(Holdings held, IReadOnlyList<Lot> asked, Terms terms)
    {
        var left = held;
        var missing = 0L;
        List<Move> moves = [];
        foreach (var lot in asked)
        {
            var stillMissing = lot.Points;
            foreach (var own in OwnLots(left, lot))
            {
                var taken = long.Min(own.Points, stillMissing);
                if (taken == 0)
                    break;
                stillMissing -= taken;
                moves.Add(own with { Points = -taken });
                left = left.Apply([moves[^1]]);
            }

            missing += stillMissing;
        }

        var others = left.Take(missing);
        var debt = missing + others.Sum(move => move.Points);
        if (debt > 0 && !terms.NegativeBalance.Is)
            return null;
        return new TakeBack([.. moves, .. others], left.Apply(others) with { Debt = left.Debt + debt });
    }

    /// <summary>Where the points of a lot are now: waiting, barred for today, or among all others of their kind and expiry.</summary>
    private static List<Move> OwnLots(Holdings held, Lot lot) =>
    [
        .. (held.Pending ?? []).Where(l => l.Kind == lot.Kind && l.ExpiresOn == lot.ExpiresOn && l.UsableFrom == lot.UsableFrom).Select(l => l.Moved(l.Points, pending: true)),
        .. held.Lots.Where(l => l.Kind == lot.Kind && l.ExpiresOn == lot.ExpiresOn)
            .OrderByDescending(l => l.UsableFrom is not null && l.UsableFrom == lot.UsableFrom).Select(l => l.Moved(l.Points)),
    ];

    public static Refused Refuse(Holdings held, IReadOnlyList<Lot> asked, Terms terms) =>
        Refused.Because("would-go-negative", terms.NegativeBalance.Clause,
            $"残高 {held.Points:N0}ポイントから {asked.Sum(lot => lot.Points):N0}ポイントを減算するとマイナスになります。");
}
