using Points.Programs;

namespace Points.Ledger;

/// <summary>What an account held on a past date: the entries that had happened by then, whenever they were written down.</summary>
public static class PastHoldings
{
    public static Holdings On(DateOnly date, IReadOnlyList<Entry> entries, DateOnly joinedOn, Program program)
    {
        List<Entry> happened = [.. entries.Where(entry => program.DateOf(entry.OccurredAt) <= date)];
        happened = entries.Count == 0 ? [] : Here(happened, entries[^1].AccountId);
        // Where nothing was reported late and nothing came from elsewhere, what was held follows entry by entry; else the moves can only be netted.
        var asWritten = entries.All(entry => entry.AccountId == entries[^1].AccountId
            && program.DateOf(entry.OccurredAt) <= date == program.DateOf(entry.RecordedAt) <= date);
        var held = (asWritten ? Replay.Holdings(happened, program).MatureBy(date) : Netted(date, happened)) with
        {
            OwnExpiredOn = happened.Where(entry => entry.Kind == EntryKind.Lapse).SelectMany(entry => entry.Moves).Max(move => move.ExpiresOn),
            Cumulative = happened.Count == 0 ? 0 : happened[^1].After.Cumulative,
        };
        return new History(happened).Without(without: null, held, joinedOn, program);
    }

    private static Holdings Netted(DateOnly date, List<Entry> happened)
    {
        var moves = happened.SelectMany(entry => entry.Moves)
            .Select(move => move.UsableFrom <= date ? move with { UsableFrom = null, Pending = false } : move)
            .GroupBy(move => (move.Kind, move.ExpiresOn, move.UsableFrom, move.Pending))
            .Select(lot => new Move(lot.Key.Kind, lot.Sum(move => move.Points), lot.Key.ExpiresOn, lot.Key.UsableFrom, lot.Key.Pending))
            // A late report may tell of a redemption before the award that paid for it: nothing was held then.
            .Where(move => move.Points > 0);
        var held = Holdings.None.Apply(moves);
        // Points that matured into a debt have no entry of their own: debt and lots never stand side by side.
        var debt = happened.Sum(Replay.DebtChange);
        var filling = held.Take(debt);
        return held.Apply(filling) with { Debt = debt + filling.Sum(move => move.Points) };
    }

    /// <summary>Points of another account count from the day on which they came into this one.</summary>
    private static List<Entry> Here(List<Entry> happened, string accountId)
    {
        HashSet<string> here = [accountId];
        foreach (var entry in Enumerable.Reverse(happened))
        {
            if (entry.Merged?.IntoAccountId is { } into && here.Contains(into))
                here.Add(entry.AccountId);
        }

        return happened.FindAll(entry => here.Contains(entry.AccountId));
    }
}
