using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Functions.Ledger;
using Functions.Programs;
using Functions.Store;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;
using Points.Journal;
using Points.Ledger;
using Points.Programs;

namespace Functions.Journal;

/// <summary>What the search for the first day reads of an entry.</summary>
public sealed record PlaceInJournal(string JournalKey);

/// <summary>
/// Writes what the ledgers gained, day by day, to where it can never be changed. The same day always gives the same bytes, so a run
/// that died is simply run again, and two at once write the same.
/// </summary>
public sealed class JournalExport(
    CosmosStore store, JournalStore journal, ProgramCatalogue programs, Settings settings, TimeProvider clock, ILogger<JournalExport> log)
{
    /// <summary>How long after its end a day may still get entries: longer than any batch is under way.</summary>
    public static readonly TimeSpan Closing = TimeSpan.FromHours(1);

    /// <summary>A part ends with the account that reaches this; it is all that is in memory at once.</summary>
    public int EntriesPerPart { get; init; } = 1_000;

    /// <exception cref="AggregateException">When a program could not be exported; the others are.</exception>
    public async Task Run(CancellationToken cancellation)
    {
        if (settings.CreateStore)
            await journal.CreateContainer(cancellation);
        List<Exception> failures = [];
        foreach (var program in programs.ById.Values)
        {
            var day = program.DateOf(clock.GetUtcNow() - Closing).AddDays(-1);
            try
            {
                await Run(program, until: day, cancellation);
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                log.JournalExportFailed(program.Id, $"{day:yyyy-MM-dd}", failure);
                failures.Add(failure);
            }
        }

        if (failures.Count > 0)
            throw new AggregateException("The journal could not be exported.", failures);
    }

    /// <summary>Every day after the last exported one.</summary>
    private async Task Run(Program program, DateOnly until, CancellationToken cancellation)
    {
        if (await FirstDay(program, cancellation) is not { } first)
            return;
        var day = until;
        byte[]? previous = null;
        while (day >= first && (previous = await journal.Read(Name(program, day, JournalManifest.FileName), cancellation)) is null)
            day = day.AddDays(-1);
        for (day = day < first ? first : day.AddDays(1); day <= until; day = day.AddDays(1))
            previous = await Export(program, day, previous, cancellation);
    }

    /// <summary>The day's parts, then its manifest; returns the manifest.</summary>
    private async Task<byte[]> Export(Program program, DateOnly day, byte[]? previous, CancellationToken cancellation)
    {
        var sums = new JournalSums();
        List<JournalPart> parts = [];
        List<Entry> part = [];
        await foreach (var entry in Entries(program, day, cancellation))
        {
            if (part.Count >= EntriesPerPart && part[^1].AccountId != entry.AccountId)
                parts.Add(await Write(program, day, parts.Count + 1, part, cancellation));
            part.Add(entry);
            sums.Add(entry);
        }

        if (part.Count > 0)
            parts.Add(await Write(program, day, parts.Count + 1, part, cancellation));
        var outstanding = (previous is null ? 0 : JsonSerializer.Deserialize(previous, JournalJson.Readable.JournalManifest)!.Outstanding) + sums.Points;
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new JournalManifest
        {
            Program = program.Id,
            Day = day,
            PreviousSha256 = previous is null ? null : Sha256(previous),
            Entries = sums.Entries,
            Accounts = parts.Sum(written => written.Accounts.Lines),
            ByEntry = sums.ByEntry,
            ByPoints = sums.ByPoints,
            Outstanding = outstanding,
            Parts = parts,
        }, JournalJson.Readable.JournalManifest);
        await journal.Keep(Name(program, day, JournalManifest.FileName), manifest, cancellation);
        log.JournalExported(program.Id, $"{day:yyyy-MM-dd}", sums.Entries, sums.Points, outstanding);
        return manifest;
    }

    /// <summary>Writes a part and empties the list for the next one.</summary>
    private async Task<JournalPart> Write(Program program, DateOnly day, int number, List<Entry> part, CancellationToken cancellation)
    {
        var accounts = part.Where((entry, i) => i == part.Count - 1 || part[i + 1].AccountId != entry.AccountId).Select(JournalAccount.After);
        var written = new JournalPart(
            await Write(program, day, $"entries-{number:D4}.ndjson", part, LedgerJson.Readable.Entry, cancellation),
            await Write(program, day, $"accounts-{number:D4}.ndjson", accounts, JournalJson.Readable.JournalAccount, cancellation));
        part.Clear();
        return written;
    }

    private async Task<JournalFile> Write<T>(Program program, DateOnly day, string name, IEnumerable<T> items, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        var lines = 0;
        using var content = new MemoryStream();
        foreach (var item in items)
        {
            JsonSerializer.Serialize(content, item, type);
            content.WriteByte((byte)'\n');
            lines++;
        }

        var bytes = content.ToArray();
        await journal.Keep(Name(program, day, name), bytes, cancellation);
        return new JournalFile(name, lines, bytes.Length, Sha256(bytes));
    }

    /// <summary>In the order of account and number: that of the index, so the store reads nothing else.</summary>
    private IAsyncEnumerable<Entry> Entries(Program program, DateOnly day, CancellationToken cancellation)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.journalKey >= @from AND c.journalKey < @to ORDER BY c.journalKey")
            .WithParameter("@from", JournalKey.From(program.Id, day))
            .WithParameter("@to", JournalKey.From(program.Id, day.AddDays(1)));
        return store.Accounts.Stream(query, partition: null, LedgerJson.Readable.Entry, cancellation);
    }

    private async Task<DateOnly?> FirstDay(Program program, CancellationToken cancellation)
    {
        var query = new QueryDefinition("SELECT TOP 1 c.journalKey FROM c WHERE c.journalKey >= @first AND c.journalKey < @last ORDER BY c.journalKey")
            .WithParameter("@first", JournalKey.First(program.Id))
            .WithParameter("@last", JournalKey.Last(program.Id));
        return await store.Accounts.Query(query, partition: null, StoreJson.Readable.PlaceInJournal, cancellation) is [var earliest, ..]
            ? JournalKey.DayOf(earliest.JournalKey)
            : null;
    }

    private static string Name(Program program, DateOnly day, string file) => $"{program.Id}/{day:yyyy-MM-dd}/{file}";

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
