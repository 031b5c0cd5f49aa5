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

    /// <summary>What an award still stands for after its returns, by lot.</summary>
    public IReadOnlyList<Move> Remaining(Entry award) =>
    [
        .. ReturnsOf(award.Id).Prepend(award).SelectMany(entry => entry.Moves)
            .GroupBy(move => (move.Kind, move.ExpiresOn))
            .Select(lot => new Move(lot.Key.Kind, lot.Sum(move => move.Points), lot.Key.ExpiresOn))
            .Where(move => move.Points != 0),
    ];

    /// <summary>True when points of this lot lapsed after the entry was written: they cannot be taken or given back any more.</summary>
    public bool LapsedSince(Entry entry, Move lot) =>
        Entries.Any(later => later.Kind == EntryKind.Lapse && later.Number > entry.Number
            && later.Moves.Any(move => move.Kind == lot.Kind && move.ExpiresOn == lot.ExpiresOn));

    /// <summary>Dates of the awards and redemptions that still count, oldest first, as if one of them had never been.</summary>
    public IReadOnlyList<DateOnly> ActivityWithout(string operationId, Program program) =>
    [
        .. Entries.Where(entry => entry.Id != operationId && IsActivity(entry, program))
            .Select(entry => program.DateOf(entry.OccurredAt))
            .Order(),
    ];

    /// <summary>The holdings' expiry as if one operation had never been.</summary>
    public Holdings Without(string operationId, Holdings holdings, Program program)
    {
        if (ActivityWithout(operationId, program) is not [.., var last])
            return holdings with { LastActivityOn = null, ExpiresOn = null };
        return holdings with { LastActivityOn = last, ExpiresOn = program.TermsOn(last).Expiry.After(last) };
    }

    /// <summary>
    /// The last valid day that points held since a date would have had without one operation: each later activity
    /// extends it only when it came in time. Null when they never end.
    /// </summary>
    public DateOnly? ExpiryWithout(string operationId, DateOnly heldSince, Program program)
    {
        DateOnly? expiresOn = null;
        foreach (var on in ActivityWithout(operationId, program))
        {
            if (on > heldSince && expiresOn < on)
                return expiresOn;
            expiresOn = program.TermsOn(on).Expiry.After(on);
        }

        return expiresOn;
    }

    private bool IsActivity(Entry entry, Program program)
    {
        if (entry.Kind is not (EntryKind.Award or EntryKind.Redemption) || VoidOf(entry.Id) is not null)
            return false;
        if (program.TermsOn(program.DateOf(entry.OccurredAt)).Expiry is LastActivityExpiry rule && !rule.ExtendedBy.Is.Contains(entry.Kind))
            return false;
        // An award that was of 0 points, or that returns have brought to 0, is no activity.
        return entry.Kind == EntryKind.Redemption || ReturnsOf(entry.Id).Sum(r => r.Points) + entry.Points > 0;
    }
}
