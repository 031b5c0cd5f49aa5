using Points.Programs;

namespace Points.Ledger;

/// <summary>
/// The entries of one account, oldest first, those of each account that it took over before the entry that did so: what a
/// correction needs to know about what it corrects.
/// </summary>
public sealed record History(IReadOnlyList<Entry> Entries)
{
    public Entry? Find(string operationId) => Entries.FirstOrDefault(entry => entry.Id == operationId);

    /// <summary>The entry that a card means by an operation id: linked accounts may each have one of that id.</summary>
    public Entry? Find(string operationId, string cardNumber) =>
        Entries.FirstOrDefault(entry => entry.Id == operationId && entry.CardNumber == cardNumber)
        ?? Entries.LastOrDefault(entry => entry.Id == operationId);

    public Entry? VoidOf(Entry target) => Entries.FirstOrDefault(entry => entry.Kind == EntryKind.Void && Corrects(entry, target));

    public IEnumerable<Entry> ReturnsOf(Entry target) => Entries.Where(entry => entry.Kind == EntryKind.Return && Corrects(entry, target));

    private static bool Corrects(Entry entry, Entry target) =>
        entry.Correction is { } correction && correction.OperationId == target.Id && (correction.AccountId ?? entry.AccountId) == target.AccountId;

    /// <summary>Points of an award that went to a family member and did not come back.</summary>
    public long TransferredFrom(string awardId) =>
        -Entries.Where(entry => entry.Kind == EntryKind.TransferOut && entry.Transfer!.AwardOperationId == awardId && Find(TransferIn.IdOf(entry)) is null)
            .Sum(entry => entry.Points);

    public History And(IReadOnlyList<Entry> entries) => new([.. Entries, .. entries]);

    /// <summary>What an award loses when only part of it is kept, by lot: each point once, and none that has lapsed.</summary>
    public IReadOnlyList<Lot> Excess(Entry award, IReadOnlyList<Lot> kept)
    {
        List<Lot> takenBack = [.. ReturnsOf(award).SelectMany(entry => entry.Correction!.TakenBack ?? [])];
        return
        [
            .. award.EarnedLots
                .Select(lot => lot with { Points = lot.Points - PointsIn(kept, lot) - PointsIn(takenBack, lot) - Lapsed(award, lot) })
                .Where(lot => lot.Points > 0),
        ];
    }

    /// <summary>The base points of an award that still count towards milestones.</summary>
    public long BasePointsLeft(Entry award) =>
        award.EarnedLots.Concat(ReturnsOf(award).SelectMany(r => r.Correction!.TakenBack ?? []).Select(lot => lot with { Points = -lot.Points }))
            .Where(lot => lot.Kind == Kinds.Base).Sum(lot => lot.Points);

    /// <summary>Points of an award that have lapsed since: at most what lapsed of its lot at all.</summary>
    private long Lapsed(Entry award, Lot lot) => long.Min(
        PointsOf(award.Moves, lot),
        -After(award).Where(entry => entry.Kind == EntryKind.Lapse).Sum(entry => PointsOf(entry.Moves, lot)));

    /// <summary>What happened to the points of an entry later: in its own account, and in the one that took it over.</summary>
    private IEnumerable<Entry> After(Entry since)
    {
        List<Entry> own = [.. Entries.Where(entry => entry.AccountId == since.AccountId && entry.Number > since.Number)];
        return own is [.., { Kind: EntryKind.Moved, Merged: { } gone }]
            && Entries.FirstOrDefault(entry => entry.AccountId == gone.IntoAccountId && entry.Id == gone.OperationId) is { } arrived
            ? own.Concat(After(arrived))
            : own;
    }

    private static long PointsIn(IReadOnlyList<Lot> lots, Lot like) =>
        lots.Where(lot => lot.Kind == like.Kind && lot.ExpiresOn == like.ExpiresOn).Sum(lot => lot.Points);

    private static long PointsOf(IReadOnlyList<Move> moves, Lot like) =>
        moves.Where(move => move.Kind == like.Kind && move.ExpiresOn == like.ExpiresOn).Sum(move => move.Points);

    /// <summary>The awards and redemptions that still count, oldest first, as if one of them had never been.</summary>
    private IEnumerable<Entry> ActivityWithout(Entry? without, Program program) =>
        Entries.Where(entry => entry != without && IsActivity(entry, program)).OrderBy(entry => entry.OccurredAt);

    /// <summary>The holdings' expiry as if one operation had never been.</summary>
    public Holdings Without(Entry? without, Holdings holdings, DateOnly joinedOn, Program program) =>
        ActivityWithout(without, program).Aggregate(
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
    public DateOnly? ExpiryWithout(Entry? without, DateOnly heldSince, DateOnly joinedOn, Program program)
    {
        var held = Joined(Holdings.None, joinedOn, program);
        foreach (var entry in ActivityWithout(without, program))
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
        if (VoidOf(entry) is not null)
            return false;
        List<Correction> returns = [.. ReturnsOf(entry).Select(r => r.Correction!)];
        if (returns.Count > 0 && returns.Sum(r => r.ReturnedYen ?? 0) >= entry.Purchase?.AmountYen)
            return false;
        var points = returns.Any(r => r.KeptPoints is 0) ? 0 : entry.Points;
        return program.TermsOn(program.DateOf(entry.OccurredAt)).Expiry.ExtendsBy(entry.Kind, entry.Department, points);
    }
}
