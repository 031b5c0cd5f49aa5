using Points.Programs;

namespace Points.Ledger;

/// <summary>What an account held on a past date: the entries that had happened by then, whenever they were written down.</summary>
public static class PastHoldings
{
    public static Holdings On(DateOnly date, IEnumerable<Entry> entries, Program program)
    {
        List<Entry> happened = [.. entries.Where(entry => program.DateOf(entry.OccurredAt) <= date)];
        var lots = happened.SelectMany(entry => entry.Moves)
            .GroupBy(move => (move.Kind, move.ExpiresOn))
            .Select(lot => new Lot(lot.Key.Kind, lot.Sum(move => move.Points), lot.Key.ExpiresOn))
            // A late report may tell of a redemption before the award that paid for it: nothing was held then.
            .Where(lot => lot.Points > 0);
        var held = new Holdings([.. lots], Debt: happened.Sum(DebtChange),
            OwnExpiredOn: happened.Where(entry => entry.Kind == EntryKind.Lapse).SelectMany(entry => entry.Moves).Max(move => move.ExpiresOn));
        return new History(happened).Without("", held, program);
    }

    /// <summary>What an entry's moves do not account for went into debt or out of it.</summary>
    private static long DebtChange(Entry entry) => entry.Moves.Sum(move => move.Points) - entry.Points;
}
