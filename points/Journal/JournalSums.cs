using Points.Ledger;

namespace Points.Journal;

/// <summary>Adds up the entries of one day.</summary>
public sealed class JournalSums
{
    private readonly SortedDictionary<string, KindSum> byEntry = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> byPoints = new(StringComparer.Ordinal);

    public long Entries { get; private set; }
    public long Points { get; private set; }

    /// <summary>In the order of their names, so that the same entries give the same manifest.</summary>
    public IReadOnlyDictionary<string, KindSum> ByEntry => byEntry;

    public IReadOnlyDictionary<string, long> ByPoints => byPoints;

    public void Add(Entry entry)
    {
        Entries++;
        Points += entry.Points;
        var sum = byEntry.GetValueOrDefault(entry.Kind) ?? new KindSum(0, 0);
        byEntry[entry.Kind] = new KindSum(sum.Entries + 1, sum.Points + entry.Points);
        foreach (var move in entry.Moves)
            byPoints[move.Kind] = byPoints.GetValueOrDefault(move.Kind) + move.Points;
    }
}
