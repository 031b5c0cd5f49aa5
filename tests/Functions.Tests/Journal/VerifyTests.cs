using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Points.Journal;
using Points.Ledger;

namespace Functions.Tests.Journal;

/// <summary>
/// <c>verify</c> finds what was changed and says where. Whoever changes an export may correct its manifests as well: most tests do, so that
/// the ledger itself must tell.
/// </summary>
public sealed class VerifyTests : IClassFixture<OneJournal>, IDisposable
{
    private const string Day = "kkr/2026-03-02";
    private readonly string folder = Directory.CreateTempSubdirectory("journal-").FullName;

    public VerifyTests(OneJournal journal)
    {
        foreach (var (name, content) in ExportedJournal.Files(journal.Folder))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            File.WriteAllText(Path.Combine(folder, name), content);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void AnUntouchedExport_Verifies_AndSaysWhatItSaw()
    {
        var (code, lines) = ExportedJournal.Verify(folder);

        Assert.Equal(0, code);
        Assert.Equal(
            [
                "kampo: 2 days from 2026-03-03 to 2026-03-04, 5 entries of 2 accounts",
                "keio: 3 days from 2026-03-02 to 2026-03-04, 6 entries of 1 accounts",
            ],
            lines.Take(2));
        Assert.StartsWith("kkr: 3 days from 2026-03-02 to 2026-03-04, ", lines[2], StringComparison.Ordinal);
        Assert.Equal("Everything matches.", lines[3]);
    }

    [Fact]
    public void AChangedAmount_IsFound()
    {
        var entry = Change(entry => entry.Id == "r1", entry => entry with { Points = -1_001, Moves = [new Move("base", -1_001)] });

        Finds(entry, "its hash does not fit what it says: it was changed");
        Finds(entry, "it says that 500 points were held after it, but what moved makes 499 points");
    }

    [Fact]
    public void AChangedAmount_ThatIsSealedAgain_IsFound()
    {
        var entry = Change(entry => entry.Id == "r1", entry => HashChain.Seal(entry with { Points = -1_001, Moves = [new Move("base", -1_001)] }, entry.PreviousHash));

        Finds(entry, "it says that 500 points were held after it, but what moved makes 499 points");
        Finds(Next(entry), $"it does not name the hash of entry {entry.Number}: one of the two was changed");
    }

    [Fact]
    public void ABalanceOffByOne_ThatIsSealedAgain_IsFound()
    {
        var entry = Change(entry => entry.Id == "r1", entry => HashChain.Seal(entry with { After = entry.After with { Lots = [new Lot("base", 501)] } }, entry.PreviousHash));

        Finds(entry, "it says that 501 points were held after it, but what moved makes 500 points");
    }

    [Fact]
    public void WhatIsOutstanding_IsAddedUpFromDayToDay()
    {
        var path = Path.Combine(folder, Day, JournalManifest.FileName);
        var manifest = JsonSerializer.Deserialize(File.ReadAllText(path), JournalJson.Readable.JournalManifest)!;
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(manifest with { Outstanding = manifest.Outstanding + 1 }, JournalJson.Readable.JournalManifest));

        Finds($"kkr 2026-03-02: the manifest says that {manifest.Outstanding + 1:N0} points are outstanding, 0 and {manifest.Outstanding:N0} that moved make {manifest.Outstanding:N0}");
    }

    [Fact]
    public void ABalanceOffByOne_InTheListOfAccounts_IsFound()
    {
        var file = Path.Combine(folder, Day, "accounts-0001.ndjson");
        var lines = File.ReadAllLines(file);
        var account = JsonSerializer.Deserialize(lines[0], JournalJson.Readable.JournalAccount)!;
        lines[0] = JsonSerializer.Serialize(account with { Points = account.Points + 1 }, JournalJson.Readable.JournalAccount);
        Write(file, lines);

        Finds($"kkr 2026-03-02 accounts-0001.ndjson: account {account.AccountId} is said to end with entry {account.Number} and {account.Points + 1:N0} points, its last entry is {account.Number} with {account.Points:N0}");
    }

    [Fact]
    public void ARemovedEntry_IsFound()
    {
        var removed = Edit(entry => entry.Id == "r1", (lines, i) => lines.RemoveAt(i));

        Finds(Next(removed), $"it stands where entry {removed.Number} belongs: one is missing, doubled or out of order");
    }

    [Fact]
    public void ARemovedLastEntry_IsFound_ByTheListOfAccounts()
    {
        var removed = Edit(entry => entry.Id == "v1", (lines, i) => lines.RemoveAt(i));

        Finds($"kkr 2026-03-02 accounts-0001.ndjson: account {removed.AccountId} is said to end with entry {removed.Number} and 1,500 points, its last entry is {removed.Number - 1} with 500");
    }

    [Fact]
    public void ASwappedPair_IsFound()
    {
        var first = Edit(entry => entry.Id == "r1", (lines, i) => (lines[i], lines[i + 1]) = (lines[i + 1], lines[i]));

        Finds(Next(first), $"it stands where entry {first.Number} belongs: one is missing, doubled or out of order");
    }

    [Fact]
    public void ADoubledEntry_IsFound()
    {
        var doubled = Edit(entry => entry.Id == "r1", (lines, i) => lines.Insert(i, lines[i]));

        Finds(doubled, $"it stands where entry {doubled.Number + 1} belongs: one is missing, doubled or out of order");
    }

    [Fact]
    public void ATruncatedFile_IsFound()
    {
        var file = Path.Combine(folder, Day, "entries-0001.ndjson");
        var (text, lines) = (File.ReadAllText(file), File.ReadAllLines(file).Length);
        File.WriteAllText(file, text[..^40]);

        Finds($"kkr 2026-03-02 entries-0001.ndjson: the file has {Encoding.UTF8.GetByteCount(text) - 40:N0} bytes, the manifest says {Encoding.UTF8.GetByteCount(text):N0}");
        Finds($"kkr 2026-03-02 entries-0001.ndjson line {lines}: it cannot be read");
    }

    [Fact]
    public void AFileWithOtherBytes_IsFound_EvenWhereTheyMeanTheSame()
    {
        var file = Path.Combine(folder, Day, "entries-0001.ndjson");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"type\":\"entry\",\"number\":1,", "\"number\":1,\"type\":\"entry\",", StringComparison.Ordinal));

        Finds("kkr 2026-03-02 entries-0001.ndjson: the file was changed: its SHA-256 is not that of the manifest");
    }

    [Fact]
    public void AMissingDay_IsFound()
    {
        Directory.Delete(Path.Combine(folder, "kkr", "2026-03-03"), recursive: true);

        Finds("kkr 2026-03-03: the day is missing");
    }

    [Fact]
    public void MissingFirstDays_AreFound()
    {
        Directory.Delete(Path.Combine(folder, Day), recursive: true);

        var (_, lines) = ExportedJournal.Verify(folder);
        Assert.Equal("kkr 2026-03-03: the days before it are missing", Assert.Single(lines, line => line.StartsWith("kkr 2", StringComparison.Ordinal)));
    }

    [Fact]
    public void ADayWhoseExportDidNotEnd_IsFound()
    {
        File.Delete(Path.Combine(folder, "kkr", "2026-03-04", "manifest.json"));

        Finds("kkr 2026-03-04: there is no readable manifest.json: the day is missing or its export has not ended");
    }

    [Theory]
    [InlineData("\"entries\":3,\"accounts\"", "\"entries\":4,\"accounts\"", "keio 2026-03-02: the manifest says 4 entries of 1 accounts, there are 3 of 1")]
    [InlineData("\"award\":{\"entries\":2,\"points\":200}", "\"award\":{\"entries\":2,\"points\":201}", "keio 2026-03-02: the manifest says that award entries make 201 points, they make 200")]
    [InlineData("\"base\":200", "\"base\":199", "keio 2026-03-02: the manifest says that 199 points of kind base moved, it was 200")]
    [InlineData("\"day\":\"2026-03-02\"", "\"day\":\"2026-03-01\"", "keio 2026-03-02: the manifest is that of keio 2026-03-01")]
    public void AChangedManifest_IsFound_InItself_AndByTheNextDay(string from, string to, string expected)
    {
        var file = Path.Combine(folder, "keio", "2026-03-02", "manifest.json");
        var text = File.ReadAllText(file);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(from, to, StringComparison.Ordinal));

        Finds(expected);
        Finds("keio 2026-03-03: the manifest does not follow that of the day before: one of the two was changed");
    }

    [Fact]
    public void AFileThatNoManifestNames_IsFound()
    {
        File.WriteAllText(Path.Combine(folder, Day, "entries-0099.ndjson"), "");

        Finds("kkr 2026-03-02 entries-0099.ndjson: the manifest does not name it");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"id\":null}")]
    [InlineData("")]
    public void ALineThatIsNoEntry_IsFound(string line)
    {
        Edit(entry => entry.Id == "r1", (lines, i) => lines[i] = line);

        Assert.Contains(ExportedJournal.Verify(folder).Lines, found => found.StartsWith("kkr 2026-03-02 entries-0001.ndjson line ", StringComparison.Ordinal) && found.EndsWith(": it cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheCommand_NeedsNothingButTheFolder_AndItsExitCodeTells()
    {
        var right = await Command("verify", folder);
        Directory.Delete(Path.Combine(folder, "kkr", "2026-03-03"), recursive: true);
        var wrong = await Command("verify", folder);
        var nowhere = await Command("verify", Path.Combine(folder, "nowhere"));
        var nothing = await Command("verify", Directory.CreateDirectory(Path.Combine(folder, "keio", "2026-03-02", "empty")).FullName);

        Assert.Equal((0, 1, 2, 2), (right.Code, wrong.Code, nowhere.Code, nothing.Code));
        Assert.EndsWith("Everything matches.\n", right.Output, StringComparison.Ordinal);
        Assert.Contains("kkr 2026-03-03: the day is missing\n", wrong.Output, StringComparison.Ordinal);
        Assert.StartsWith("Usage: verify FOLDER", nowhere.Output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> Command(params string[] arguments)
    {
        var (code, output, _) = await Waiting.Run(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Functions.dll"), .. arguments]) { WorkingDirectory = Path.GetTempPath() });
        return (code, output);
    }

    private void Finds(string mistake)
    {
        var (code, lines) = ExportedJournal.Verify(folder);
        Assert.Contains(mistake, lines);
        Assert.Equal(1, code);
    }

    private void Finds(Entry entry, string mistake)
    {
        var (code, lines) = ExportedJournal.Verify(folder);
        Assert.Contains(lines, line => line.EndsWith($": account {entry.AccountId}, entry {entry.Number} ({entry.Kind} {entry.Id}): {mistake}", StringComparison.Ordinal));
        Assert.Equal(1, code);
    }

    private Entry Change(Func<Entry, bool> which, Func<Entry, Entry> change) => Edit(which, (lines, i) =>
        lines[i] = JsonSerializer.Serialize(change(JsonSerializer.Deserialize(lines[i], LedgerJson.Readable.Entry)!), LedgerJson.Readable.Entry));

    /// <summary>Changes the lines of a day's file and makes every manifest fit it again; returns the entry as it was.</summary>
    private Entry Edit(Func<Entry, bool> which, Action<List<string>, int> change)
    {
        var file = Path.Combine(folder, Day, "entries-0001.ndjson");
        List<string> lines = [.. File.ReadAllLines(file)];
        var at = lines.FindIndex(line => which(JsonSerializer.Deserialize(line, LedgerJson.Readable.Entry)!));
        var entry = JsonSerializer.Deserialize(lines[at], LedgerJson.Readable.Entry)!;
        change(lines, at);
        Write(file, lines);
        return entry;
    }

    private Entry Next(Entry entry) => ExportedJournal.Entries(folder).Single(next => next.AccountId == entry.AccountId && next.Number == entry.Number + 1);

    private void Write(string file, IEnumerable<string> lines)
    {
        File.WriteAllText(file, string.Concat(lines.Select(line => $"{line}\n")));
        string? previous = null;
        foreach (var path in Directory.EnumerateFiles(Path.Combine(folder, "kkr"), "manifest.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var manifest = JsonSerializer.Deserialize(File.ReadAllText(path), JournalJson.Readable.JournalManifest)!;
            File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(
                manifest with { PreviousSha256 = previous, Parts = [.. manifest.Parts.Select(part => new JournalPart(Fitting(path, part.Entries), Fitting(path, part.Accounts)))] }, JournalJson.Readable.JournalManifest));
            previous = Sha256(path);
        }
    }

    private static JournalFile Fitting(string manifest, JournalFile file)
    {
        var path = Path.Combine(Path.GetDirectoryName(manifest)!, file.Name);
        return file with { Bytes = new FileInfo(path).Length, Lines = File.ReadAllLines(path).Length, Sha256 = Sha256(path) };
    }

    private static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
