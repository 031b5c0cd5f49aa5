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

    /// <summary>Points of an award that went to a family member and did not come back.</summary>
    public long TransferredFrom(string awardId) =>
        -Entries.Where(entry => entry.Kind == EntryKind.TransferOut && entry.Transfer!.AwardOperationId == awardId && Find(TransferIn.IdOf(entry)) is null)
            .Sum(entry => entry.Points);

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

    /// <summary>The base points of an award that still count towards milestones.</summary>
    public long BasePointsLeft(Entry award) =>
        award.EarnedLots.Concat(ReturnsOf(award.Id).SelectMany(r => r.Correction!.TakenBack ?? []).Select(lot => lot with { Points = -lot.Points }))
            .Where(lot => lot.Kind == Kinds.Base).Sum(lot => lot.Points);

    /// <summary>Points of an award that have lapsed since: at most what lapsed of its lot at all.</summary>
    private long Lapsed(Entry award, Lot lot) => long.Min(
        PointsOf(award.Moves, lot),
        -Entries.Where(entry => entry.Kind == EntryKind.Lapse && entry.Number > award.Number).Sum(entry => PointsOf(entry.Moves, lot)));

    private static long PointsIn(IReadOnlyList<Lot> lots, Lot like) =>
        lots.Where(lot => lot.Kind == like.Kind && lot.ExpiresOn == like.ExpiresOn).Sum(lot => lot.Points);

    private static long PointsOf(IReadOnlyList<Move> moves, Lot like) =>
        moves.Where(move => move.Kind == like.Kind && move.ExpiresOn == like.ExpiresOn).Sum(move => move.Points);

    /// <summary>The awards and redemptions that still count, oldest first, as if one of them had never been.</summary>
    private IEnumerable<Entry> ActivityWithout(string operationId, Program program) =>
        Entries.Where(entry => entry.Id != operationId && IsActivity(entry, program)).OrderBy(entry => entry.OccurredAt);

    /// <summary>The holdings' expiry as if one operation had never been.</summary>
    public Holdings Without(string operationId, Holdings holdings, DateOnly joinedOn, Program program) =>
        ActivityWithout(operationId, program).Aggregate(
            Joined(holdings, joinedOn, program), (held, entry) => Extend(held, entry, program));

    /// <summary>An account on the day it was opened: joining itself may be an activity.</summary>
    public static Holdings Joined(Holdings holdings, DateOnly joinedOn, Program program)
    {
        var terms = program.TermsOn(joinedOn);
        var start = holdings with { LastActivityOn = null, ExpiresOn = null };
        return terms.Expiry.AtJoining(joinedOn) is { } on ? start.ActiveOn(on, terms) : start;
    }

    /// <summary>
    /// The last valid day that points held since a date would have had without one operation: each later activity
    /// extends it only when it came in time. Null when they never end.
    /// </summary>
    public DateOnly? ExpiryWithout(string operationId, DateOnly heldSince, DateOnly joinedOn, Program program)
    {
        var held = Joined(Holdings.None, joinedOn, program);
        foreach (var entry in ActivityWithout(operationId, program))
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
        return held.ActiveOn(on, program.TermsOn(on));
    }

    /// <summary>A voided or wholly returned operation is no activity, and an award that returns have brought to 0 is one of 0 points.</summary>
    private bool IsActivity(Entry entry, Program program)
    {
        if (VoidOf(entry.Id) is not null)
            return false;
        List<Correction> returns = [.. ReturnsOf(entry.Id).Select(r => r.Correction!)];
        if (returns.Count > 0 && returns.Sum(r => r.ReturnedYen ?? 0) >= entry.Purchase?.AmountYen)
            return false;
        var points = returns.Any(r => r.KeptPoints is 0) ? 0 : entry.Points;
        return program.TermsOn(program.DateOf(entry.OccurredAt)).Expiry.ExtendsBy(entry.Kind, entry.Department, points);
    }
}
