using Points.Programs;

namespace Points.Ledger;

/// <summary>What an award loses when it is voided or its purchase comes back: its points, and the milestones that fall with them.</summary>
internal static class Correcting
{
    public static (IReadOnlyList<Lot> Asked, long Cumulative, IReadOnlyList<Step> Steps) Award(
        Entry award, IReadOnlyList<Lot> kept, Holdings held, Terms terms, Program program, History history)
    {
        // Bonus points follow the cumulative sum, not the award that happened to pass the multiple.
        var asked = history.Excess(award, kept).Where(lot => lot.Kind != Kinds.Bonus).ToList();
        if (!Milestones.Count(program.DateOf(award.OccurredAt), terms))
            return (asked, held.Cumulative, []);

        // Tax and covered part shrink in whole yen: what is kept may come out a point above what was earned.
        var uncounted = long.Max(0, history.BasePointsLeft(award) - kept.Where(lot => lot.Kind == Kinds.Base).Sum(lot => lot.Points));
        var cumulative = long.Max(0, held.Cumulative - uncounted);
        var (bonus, steps) = Milestones.Between(held.Cumulative, cumulative, terms);
        return (bonus < 0 ? [.. asked, BonusLot(award, -bonus)] : asked, cumulative, steps);
    }

    private static Lot BonusLot(Entry award, long points) =>
        award.EarnedLots.FirstOrDefault(lot => lot.Kind == Kinds.Bonus) is { } own
            ? own with { Points = points }
            : new Lot(Kinds.Bonus, points);
}
