using Points.Programs;

namespace Points.Ledger;

/// <summary>What an account held on a past date: the entries that had happened by then, whenever they were written down.</summary>
public static class PastHoldings
{
    public static Holdings On(DateOnly date, IReadOnlyList<Entry> entries, DateOnly joinedOn, Program program)
    {
        List<Entry> happened = [.. entries.Where(entry => program.DateOf(entry.OccurredAt) <= date)];
        happened = entries.Count == 0 ? [] : Here(happened, entries[^1].AccountId);
        var moves = happened.SelectMany(entry => entry.Moves)
            .Select(move => move.UsableFrom <= date ? move with { UsableFrom = null, Pending = false } : move)
            .GroupBy(move => (move.Kind, move.ExpiresOn, move.UsableFrom, move.Pending))
            .Select(lot => new Move(lot.Key.Kind, lot.Sum(move => move.Points), lot.Key.ExpiresOn, lot.Key.UsableFrom, lot.Key.Pending))
            // A late report may tell of a redemption before the award that paid for it: nothing was held then.
            .Where(move => move.Points > 0);
        var held = (Holdings.None with
        {
            OwnExpiredOn = happened.Where(entry => entry.Kind == EntryKind.Lapse).SelectMany(entry => entry.Moves).Max(move => move.ExpiresOn),
            Cumulative = happened.Count == 0 ? 0 : happened[^1].After.Cumulative,
        }).Apply(moves);
        // Points that matured into a debt have no entry of their own: debt and lots never stand side by side.
        var debt = happened.Sum(DebtChange);
        var filling = held.Take(debt);
        held = held.Apply(filling) with { Debt = debt + filling.Sum(move => move.Points) };
        return new History(happened).Without(without: null, held, joinedOn, program);
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

    /// <summary>What an entry's moves do not account for went into debt or out of it.</summary>
    private static long DebtChange(Entry entry) => entry.Moves.Sum(move => move.Points) - entry.Points;
}
