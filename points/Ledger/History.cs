using Points.Programs;

namespace Points.Ledger;

/// <summary>The entries of one account, oldest first: what a correction needs to know about what it corrects.</summary>
public sealed record History(IReadOnlyList<Entry> Entries)
{
    public Entry? Find(string operationId) => Entries.FirstOrDefault(entry => entry.Id == operationId);

    public Entry? VoidOf(string operationId) =>
        Entries.FirstOrDefault(entry => entry.Kind == EntryKind.Void && entry.Correction!.OperationId == operationId);

    public IEnumerable<Entry> ReturnsOf(string operationId) =>
        Entries.Where(entry => entry.Kind == EntryKind.Return && entry.Correction!.OperationId == operationId);

    public History And(IReadOnlyList<Entry> entries) => new([.. Entries, .. entries]);

    /// <summary>What an award loses when only part of it is kept, by lot: each point once, and none that has lapsed.</summary>
    public IReadOnlyList<Lot> Excess(Entry award, IReadOnlyList<Lot> kept)
    {
        List<Lot> takenBack = [.. ReturnsOf(award.Id).SelectMany(entry => entry.Correction!.TakenBack ?? [])];
        return
        [
            .. award.EarnedLots
                .Select(lot => lot with { Points = lot.Points - PointsIn(kept, lot) - PointsIn(takenBack, lot) - Lapsed(award, lot) })
                .Where(lot => lot.Points > 0),
        ];
    }

    /// <summary>Points of an award that have lapsed since: at most what lapsed of its lot at all.</summary>
    private long Lapsed(Entry award, Lot lot) => long.Min(
        PointsOf(award.Moves, lot),
        -Entries.Where(entry => entry.Kind == EntryKind.Lapse && entry.Number > award.Number).Sum(entry => PointsOf(entry.Moves, lot)));

    private static long PointsIn(IReadOnlyList<Lot> lots, Lot like) =>
        lots.Where(lot => lot.Kind == like.Kind && lot.ExpiresOn == like.ExpiresOn).Sum(lot => lot.Points);

    private static long PointsOf(IReadOnlyList<Move> moves, Lot like) =>
        moves.Where(move => move.Kind == like.Kind && move.ExpiresOn == like.ExpiresOn).Sum(move => move.Points);

    /// <summary>The awards and redemptions that still count, oldest first, as if one of them had never been.</summary>
    private IEnumerable<Entry> ActivityWithout(string operationId) =>
        Entries.Where(entry => entry.Id != operationId && IsActivity(entry)).OrderBy(entry => entry.OccurredAt);

    /// <summary>The holdings' expiry as if one operation had never been.</summary>
    public Holdings Without(string operationId, Holdings holdings, Program program) =>
        ActivityWithout(operationId).Aggregate(
            holdings with { LastActivityOn = null, ExpiresOn = null }, (held, entry) => Extend(held, entry, program));

    /// <summary>
    /// The last valid day that points held since a date would have had without one operation: each later activity
    /// extends it only when it came in time. Null when they never end.
    /// </summary>
    public DateOnly? ExpiryWithout(string operationId, DateOnly heldSince, Program program)
    {
        var held = Holdings.None;
        foreach (var entry in ActivityWithout(operationId))
        {
            var on = program.DateOf(entry.OccurredAt);
            if (on > heldSince && held.ExpiresOn < on)
                break;
            held = Extend(held, entry, program);
        }

        return held.ExpiresOn;
    }

    private static Holdings Extend(Holdings held, Entry entry, Program program)
    {
        var on = program.DateOf(entry.OccurredAt);
        return held.ActiveOn(on, entry.Kind, program.TermsOn(on));
    }

    /// <summary>An award that was of 0 points, or that returns have brought to 0, is no activity.</summary>
    private bool IsActivity(Entry entry) => VoidOf(entry.Id) is null && entry.Kind switch
    {
        EntryKind.Redemption => true,
        EntryKind.Award => entry.Points > 0 && ReturnsOf(entry.Id).All(r => r.Correction!.KeptPoints is not 0),
        _ => false,
    };
}
