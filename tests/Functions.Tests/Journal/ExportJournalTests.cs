using System.Text.Json.Nodes;
using Functions.Journal;
using Functions.Store;
using Functions.Tests.Operations;
using Local.Cosmos;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests.Journal;

/// <summary>What a night's export leaves behind, for people who read it years later.</summary>
public sealed class ExportJournalTests : IAsyncLifetime
{
    private Backend app = null!;

    public async ValueTask InitializeAsync() => app = await Backend.Start();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task TheNightAfter_TheDayIsThere_WithItsEntriesSumsAndLastHashes()
    {
        app.At("2026-03-02 10:00");
        var card = await app.Card();
        await app.Award(card, 200_000, "a1");
        var redeemed = await app.Redeem(card, 1_000, 1_000, "r1");
        await app.Export("2026-03-03 04:10");

        var files = ExportedJournal.Files(app.Journal());
        Assert.Equal(["kkr/2026-03-02/accounts-0001.ndjson", "kkr/2026-03-02/entries-0001.ndjson", "kkr/2026-03-02/manifest.json"], files.Keys);
        var manifest = app.Manifest("kkr", "2026-03-02");
        Assert.Equal(("kkr", "2026-03-02", 3L, 1L), ((string?)manifest["program"], (string?)manifest["day"], (long)manifest["entries"]!, (long)manifest["accounts"]!));
        Assert.Equal("""{"award":{"entries":1,"points":2000},"issue":{"entries":1,"points":0},"redemption":{"entries":1,"points":-1000}}""", manifest["byEntry"]!.ToJsonString());
        Assert.Equal("""{"base":1000}""", manifest["byPoints"]!.ToJsonString());
        Assert.Equal(1_000L, (long)manifest["outstanding"]!);
        var account = JsonNode.Parse(files["kkr/2026-03-02/accounts-0001.ndjson"])!;
        Assert.Equal((3, (string?)redeemed.Json["entryHash"], 1_000L), ((int)account["number"]!, (string?)account["hash"], (long)account["points"]!));
        Assert.Equal(["issue", "award", "redemption"], ExportedJournal.Entries(app.Journal()).Select(entry => entry.Kind));
        ExportedJournal.AssertVerifies(app.Journal());
    }

    [Fact]
    public async Task ADayIsExported_OnceItHasBeenOverForAnHour()
    {
        app.At("2026-03-02 10:00");
        await app.Card();

        await app.Export("2026-03-02 23:59:59");
        await app.Export("2026-03-03 00:59:59");
        Assert.Empty(ExportedJournal.Files(app.Journal()));
        await app.Export("2026-03-03 01:00");

        Assert.NotEmpty(ExportedJournal.Files(app.Journal()));
    }

    [Fact]
    public async Task MissedNights_AreMadeUpFor_AndADayWithoutEntriesSaysSo()
    {
        app.At("2026-03-02 10:00");
        var card = await app.Card();
        app.At("2026-03-05 10:00");
        await app.Award(card, 10_000);

        await app.Export("2026-03-07 04:10");
        var first = ExportedJournal.Files(app.Journal());
        await app.Export("2026-03-08 04:10");

        Assert.Equal(["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"], first.Keys.Select(name => name.Split('/')[1]).Distinct());
        Assert.Equal([1L, 0, 0, 1, 0, 0], Enumerable.Range(2, 6).Select(day => (long)app.Manifest("kkr", $"2026-03-0{day}")["entries"]!));
        Assert.All(first, file => Assert.Equal(file.Value, ExportedJournal.Files(app.Journal())[file.Key]));
        ExportedJournal.AssertVerifies(app.Journal());
    }

    [Fact]
    public async Task RunTwice_AndTwoAtOnce_ItWritesTheSameBytes()
    {
        app.At("2026-03-02 10:00");
        foreach (var card in await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.Card())))
            await app.Award(card, 10_000);
        app.At("2026-03-03 04:10");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Exporting("journal").Run(CancellationToken.None)));
        var together = ExportedJournal.Files(app.Journal());
        await Exporting("alone").Run(CancellationToken.None);
        await Exporting("alone").Run(CancellationToken.None);

        Assert.Equal(21, together.Count);
        Assert.Equal(together, ExportedJournal.Files(app.Journal("alone")));
    }

    [Fact]
    public async Task AnEntryOfTheLastMoment_IsExportedOnce_WheneverItIsCommitted()
    {
        app.At("2026-03-02 10:00");
        var (slow, late) = (await app.Card(), await app.Card());
        await app.Award(late, 100_000, "a1");
        app.At("2026-03-02 23:59:40");
        // The batch is made before midnight and arrives after it.
        AtMidnight(RequestKind.Batch);
        Assert.Equal(201, (await app.Award(slow, 10_000, "slow")).Status);
        app.At("2026-03-02 23:59:40");
        // The decision is made before midnight, the batch after it: reading the history took that long.
        AtMidnight(RequestKind.Query);
        Assert.Equal(201, (await app.Post("api/voids", new { card = late, operationId = "a1" }, "late")).Status);

        await app.Export("2026-03-03 04:10");
        await app.Export("2026-03-04 04:10");

        var days = ExportedJournal.Files(app.Journal()).Where(file => file.Key.Contains("entries-", StringComparison.Ordinal)).ToDictionary(file => file.Key.Split('/')[1], file => file.Value);
        Assert.Contains("\"id\":\"slow\"", days["2026-03-02"], StringComparison.Ordinal);
        Assert.Contains("\"id\":\"late\"", days["2026-03-03"], StringComparison.Ordinal);
        Assert.All(ExportedJournal.Entries(app.Journal()).Where(entry => entry.Id is "slow" or "late"), entry => Assert.Equal(2, entry.RecordedAt.Day));
        Assert.Equal(await app.StoredHashes(), ExportedJournal.Hashes(app.Journal()));
        ExportedJournal.AssertVerifies(app.Journal());
    }

    [Fact]
    public async Task AMergeThatIsFinishedDaysAfterItWasDecided_IsInTheJournalOfThatDay()
    {
        app.At("2026-03-02 23:00");
        var holder = new OneHolder(app);
        var cards = new[] { await holder.Card(points: 1_000), await holder.Card(points: 2_000) };
        // The journal of the operation says that it is decided, and from then on nobody can write to an account.
        var decided = false;
        app.Cosmos.Faults.OnRequest = request =>
        {
            decided |= request is { Container: "operations", Kind: RequestKind.Replace };
            return decided && request is { Container: "accounts", Kind: RequestKind.Batch } ? new Fault { Status = 400 } : null;
        };
        await app.PostUnanswered("api/merges", new { into = cards[0], from = cards[1..] }, "m", "kkr-front.local");
        await app.Export("2026-03-03 04:10");
        Assert.DoesNotContain(ExportedJournal.Entries(app.Journal()), entry => entry.Kind == "merge");

        app.Cosmos.Faults.OnRequest = null;
        app.At("2026-03-05 09:00");
        await holder.FinishAll();
        await holder.Audit([], held: 3_000);
        await app.Export("2026-03-06 04:10");

        var merge = Assert.Single(ExportedJournal.Entries(app.Journal()), entry => entry.Kind == "merge");
        Assert.Equal(ExportedJournal.Japanese("2026-03-02 23:00").Date, merge.RecordedAt.Date);
        Assert.Equal(2L, (long)app.Manifest("kkr", "2026-03-05")["entries"]!);
        Assert.Equal(await app.StoredHashes(), ExportedJournal.Hashes(app.Journal()));
        ExportedJournal.AssertVerifies(app.Journal());
    }

    [Fact]
    public async Task WhileAwardsRun_NothingIsMissed_AndNothingIsExportedTwice()
    {
        app.At("2026-03-02 23:00");
        var cards = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.Card()));
        var export = Exporting("journal");
        for (var hour = 0; hour < 60; hour += 3)
        {
            app.Clock.Stop(ExportedJournal.Japanese("2026-03-02 23:00").AddHours(hour));
            var awards = cards.Select(async card =>
            {
                for (var i = 0; i < 4; i++)
                    Assert.Equal(201, (await app.Award(card, 1_000)).Status);
            });
            await Task.WhenAll([export.Run(CancellationToken.None), .. awards]);
        }

        await app.Export("2026-03-07 04:10");

        Assert.Equal(8 + (20 * 8 * 4), ExportedJournal.Entries(app.Journal()).Count);
        Assert.Equal(await app.StoredHashes(), ExportedJournal.Hashes(app.Journal()));
        ExportedJournal.AssertVerifies(app.Journal());
    }

    [Fact]
    public async Task ANight_AsksTheStoreOncePerProgram_AndOncePerNewDay()
    {
        app.At("2026-03-02 10:00");
        var cards = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => app.Card()));
        await app.Export("2026-03-03 04:10");
        app.At("2026-03-03 10:00");
        await app.Award(cards[0], 10_000);
        app.At("2026-03-04 04:10");

        var asked = await app.Counted(() => Exporting("journal").Run(CancellationToken.None));

        // The first day of four programs, and the one day that is new: a page of what it holds, and none of the 200 accounts.
        Assert.Equal((5, 0), (asked.Requests(RequestKind.Query, "accounts"), asked.Requests(RequestKind.Read, "accounts")));
        Assert.Equal(1L, (long)app.Manifest("kkr", "2026-03-03")["entries"]!);
    }

    [Fact]
    public async Task OtherBytesUnderANameOfTheJournal_StopTheExport_AndTheOtherProgramsAreExported()
    {
        app.At("2026-03-02 10:00");
        await app.Card();
        await app.Post("api/programs/keio/cards", new { medium = "nfc" }, Backend.NewId(), "keio-front.local");
        var journal = app.Services.GetRequiredService<JournalStore>();
        await journal.CreateContainer(CancellationToken.None);
        await journal.Keep("keio/2026-03-02/entries-0001.ndjson", "other"u8.ToArray(), CancellationToken.None);
        app.At("2026-03-03 04:10");

        var failed = await app.Post("admin/functions/ExportJournal", new { input = "" });

        Assert.Equal(500, failed.Status);
        Assert.Contains("keio/2026-03-02/entries-0001.ndjson", failed.Body, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(app.Journal(), "kkr", "2026-03-02", "manifest.json")));
        Assert.False(File.Exists(Path.Combine(app.Journal(), "keio", "2026-03-02", "manifest.json")));
    }

    private JournalExport Exporting(string container) => ExportFaultTests.Exporting(app, container);

    private void AtMidnight(RequestKind kind) => app.Cosmos.Faults.OnRequest = request =>
    {
        if (request.Container != "accounts" || request.Kind != kind)
            return null;
        app.At("2026-03-03 00:30");
        app.Cosmos.Faults.OnRequest = null;
        return null;
    };
}
