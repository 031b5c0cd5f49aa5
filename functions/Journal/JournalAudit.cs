using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Points.Journal;
using Points.Ledger;
using Points.Programs;

namespace Functions.Journal;

/// <summary>
/// Follows one program's journal through its days. What is in memory is one part of a day and, for each account, how far its
/// chain has come.
/// </summary>
public sealed class JournalAudit(Program program, string folder, Action<string> report)
{
    private readonly Dictionary<string, ChainLink> chains = [];

    /// <summary>True after days that are not there: then an account is followed from where it is first seen.</summary>
    private bool beginsLate;

    /// <summary>What the day before left; null where that is not known.</summary>
    private long? outstanding = 0;

    public int Mistakes { get; private set; }
    public int Days { get; private set; }
    public long Entries { get; private set; }
    public int Accounts => chains.Count;
    public DateOnly? First { get; private set; }
    public DateOnly? Last { get; private set; }

    public void Run()
    {
        string? previous = null;
        foreach (var day in DaysThere())
        {
            if (Last is { } last && day > last.AddDays(1))
                Lost(day == last.AddDays(2) ? $"{last.AddDays(1):yyyy-MM-dd}: the day is missing" : $"{last.AddDays(1):yyyy-MM-dd} to {day.AddDays(-1):yyyy-MM-dd}: the days are missing", ref previous);
            First ??= day;
            var path = Path.Combine(folder, $"{day:yyyy-MM-dd}");
            if (JournalFiles.Manifest(path) is { } manifest)
            {
                Check(new Day(path, $"{day:yyyy-MM-dd}", manifest), day, previous);
                previous = JournalFiles.Sha256(Path.Combine(path, JournalManifest.FileName));
                Days++;
            }
            else
            {
                Lost($"{day:yyyy-MM-dd}: there is no readable {JournalManifest.FileName}: the day is missing or its export has not ended", ref previous);
            }

            Last = day;
        }
    }

    private sealed record Day(string Path, string Name, JournalManifest Manifest);

    private void Check(Day day, DateOnly date, string? previous)
    {
        var said = day.Manifest;
        if (said.Program != program.Id || said.Day != date)
            Mistake($"{day.Name}: the manifest is that of {said.Program} {said.Day:yyyy-MM-dd}");
        if (previous is null && said.PreviousSha256 is not null && !beginsLate)
            Lost($"{day.Name}: the days before it are missing", ref previous);
        else if (previous is not null && said.PreviousSha256 != previous)
            Mistake($"{day.Name}: the manifest does not follow that of the day before: one of the two was changed");

        var sums = new JournalSums();
        var accounts = 0L;
        foreach (var part in said.Parts)
            accounts += Check(day, part, sums);
        Entries += sums.Entries;
        if ((sums.Entries, accounts) != (said.Entries, said.Accounts))
            Mistake($"{day.Name}: the manifest says {said.Entries:N0} entries of {said.Accounts:N0} accounts, there are {sums.Entries:N0} of {accounts:N0}");
        foreach (var kind in sums.ByEntry.Keys.Union(said.ByEntry.Keys).Where(kind => sums.ByEntry.GetValueOrDefault(kind) != said.ByEntry.GetValueOrDefault(kind)))
            Mistake($"{day.Name}: the manifest says that {kind} entries make {said.ByEntry.GetValueOrDefault(kind)?.Points ?? 0:N0} points, they make {sums.ByEntry.GetValueOrDefault(kind)?.Points ?? 0:N0}");
        foreach (var kind in sums.ByPoints.Keys.Union(said.ByPoints.Keys).Where(kind => sums.ByPoints.GetValueOrDefault(kind) != said.ByPoints.GetValueOrDefault(kind)))
            Mistake($"{day.Name}: the manifest says that {said.ByPoints.GetValueOrDefault(kind):N0} points of kind {kind} moved, it was {sums.ByPoints.GetValueOrDefault(kind):N0}");
        if (outstanding is { } before && said.Outstanding != before + sums.Points)
            Mistake($"{day.Name}: the manifest says that {said.Outstanding:N0} points are outstanding, {before:N0} and {sums.Points:N0} that moved make {before + sums.Points:N0}");
        outstanding = said.Outstanding;
        foreach (var file in JournalFiles.Beside(day.Path, said))
            Mistake($"{day.Name} {file}: the manifest does not name it");
    }

    /// <summary>How many accounts the part has.</summary>
    private long Check(Day day, JournalPart part, JournalSums sums)
    {
        var accounts = Read(day, part.Accounts, JournalJson.Readable.JournalAccount).Select(line => line.Item)
            .GroupBy(account => account.AccountId).ToDictionary(same => same.Key, same => same.Last());
        HashSet<string> touched = [];
        foreach (var (where, entry) in Read(day, part.Entries, JournalJson.Readable.Entry))
        {
            touched.Add(entry.AccountId);
            sums.Add(entry);
            Check(where, entry);
        }

        foreach (var accountId in touched)
        {
            if (!accounts.Remove(accountId, out var said))
                Mistake($"{day.Name} {part.Accounts.Name}: account {accountId} is missing");
            else if (chains[accountId] is var link && (said.Number, said.Hash, said.Points) != (link.Number, link.Hash, link.Held.Points) || !ChainAudit.IsSame(said.Holdings, link.Held))
                Mistake($"{day.Name} {part.Accounts.Name}: account {accountId} is said to end with entry {said.Number} and {said.Points:N0} points, its last entry is {link.Number} with {link.Held.Points:N0}");
        }

        foreach (var accountId in accounts.Keys)
            Mistake($"{day.Name} {part.Accounts.Name}: account {accountId} has no entry on that day");
        return touched.Count;
    }

    private void Check(string where, Entry entry)
    {
        var before = chains.GetValueOrDefault(entry.AccountId) ?? (beginsLate ? null : ChainLink.Start);
        foreach (var mistake in ChainAudit.Mistakes(before, entry, program))
            Mistake($"{where}: account {entry.AccountId}, entry {entry.Number} ({entry.Kind} {entry.Id}): {mistake}");
        chains[entry.AccountId] = ChainLink.After(entry);
    }

    private IEnumerable<(string Where, T Item)> Read<T>(Day day, JournalFile file, JsonTypeInfo<T> type)
        where T : class
    {
        var path = Path.Combine(day.Path, file.Name);
        if (JournalFiles.Mistake(path, file) is { } broken)
            Mistake($"{day.Name} {file.Name}: {broken}");
        var number = 0L;
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            number++;
            if (JournalFiles.Parsed(line, type) is { } item)
                yield return ($"{day.Name} {file.Name} line {number}", item);
            else
                Mistake($"{day.Name} {file.Name} line {number}: it cannot be read");
        }
    }

    private IEnumerable<DateOnly> DaysThere()
    {
        List<DateOnly> days = [];
        foreach (var name in Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!))
        {
            if (DateOnly.TryParseExact(name, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                days.Add(day);
            else
                Mistake($"{name}: it is no day");
        }

        return days.Order();
    }

    /// <summary>From here on every account is followed anew.</summary>
    private void Lost(string what, ref string? previous)
    {
        Mistake(what);
        chains.Clear();
        beginsLate = true;
        outstanding = null;
        previous = null;
    }

    private void Mistake(string what)
    {
        Mistakes++;
        report(what);
    }
}
