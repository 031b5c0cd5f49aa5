using Points.Ledger;
using Points.Programs;

namespace Points.Journal;

/// <summary>How far the chain of one account has been followed.</summary>
public sealed record ChainLink(int Number, string Hash, Holdings Held)
{
    public static readonly ChainLink Start = new(0, HashChain.Start, Holdings.None);

    /// <summary>What an entry says of itself; a mistake in it is reported once and not again at each later entry.</summary>
    public static ChainLink After(Entry entry) => new(entry.Number, entry.Hash ?? "", entry.After);
}

/// <summary>Recomputes hash, place and balance of an entry from the one before it.</summary>
public static class ChainAudit
{
    /// <summary>What does not fit, in words; empty when everything does.</summary>
    /// <param name="before">Null where it is not known: then the entry is looked at alone.</param>
    public static IEnumerable<string> Mistakes(ChainLink? before, Entry entry, Program program)
    {
        if (!HashChain.Fits(entry))
            yield return "its hash does not fit what it says: it was changed";
        if (before is null)
            yield break;
        if (entry.Number != before.Number + 1)
        {
            yield return $"it stands where entry {before.Number + 1} belongs: one is missing, doubled or out of order";
            // What was held before it is not known, so its balance cannot be recomputed.
            yield break;
        }

        if (entry.PreviousHash != before.Hash)
            yield return $"it does not name the hash of entry {before.Number}: one of the two was changed";
        if (BalanceMistake(before, entry, program) is { } mistake)
            yield return mistake;
    }

    private static string? BalanceMistake(ChainLink before, Entry entry, Program program)
    {
        Holdings moved, said;
        try
        {
            moved = Replay.After(before.Held, entry, program);
            // A late report may say of points that they wait for a day that has come.
            said = entry.After.MatureBy(program.DateOf(entry.RecordedAt));
        }
        catch (Exception impossible) when (impossible is InvalidOperationException or OverflowException)
        {
            return $"what it moved does not fit what was held before it: {impossible.Message}";
        }

        if (IsSame(moved, said))
            return null;
        return moved.Points != said.Points || moved.PendingPoints != said.PendingPoints
            ? $"it says that {In(said)} were held after it, but what moved makes {In(moved)}"
            : "it says that other lots were held after it than what moved makes";
    }

    /// <summary>Equal in every lot and date, in whatever order the lots are.</summary>
    public static bool IsSame(Holdings one, Holdings other) =>
        Dates(one) == Dates(other) && Sorted(one.Lots).SequenceEqual(Sorted(other.Lots)) && Sorted(one.Pending).SequenceEqual(Sorted(other.Pending));

    private static Holdings Dates(Holdings held) => held with { Lots = Holdings.None.Lots, Pending = null };

    private static IEnumerable<Lot> Sorted(IReadOnlyList<Lot>? lots) =>
        (lots ?? []).OrderBy(lot => lot.Kind, StringComparer.Ordinal).ThenBy(lot => lot.ExpiresOn).ThenBy(lot => lot.UsableFrom).ThenBy(lot => lot.Points);

    private static string In(Holdings held) => held.PendingPoints == 0 ? $"{held.Points:N0} points" : $"{held.Points:N0} points and {held.PendingPoints:N0} pending";
}
