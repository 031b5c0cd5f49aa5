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
            var own = left.Lots.FirstOrDefault(l => l.Kind == lot.Kind && l.ExpiresOn == lot.ExpiresOn)?.Points ?? 0;
            var taken = long.Min(own, lot.Points);
            missing += lot.Points - taken;
            if (taken == 0)
                continue;
            moves.Add(new Move(lot.Kind, -taken, lot.ExpiresOn));
            left = left.Apply([moves[^1]]);
        }

        var others = left.Take(missing);
        var debt = missing + others.Sum(move => move.Points);
        if (debt > 0 && !terms.NegativeBalance.Is)
            return null;
        return new TakeBack([.. moves, .. others], left.Apply(others) with { Debt = left.Debt + debt });
    }

    public static Refused Refuse(Holdings held, IReadOnlyList<Lot> asked, Terms terms) =>
        Refused.Because("would-go-negative", terms.NegativeBalance.Clause,
            $"残高 {held.Points:N0}ポイントから {asked.Sum(lot => lot.Points):N0}ポイントを減算するとマイナスになります。");
}
