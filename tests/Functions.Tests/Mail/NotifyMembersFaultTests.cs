using System.Text;
using System.Text.Json.Nodes;
using Functions.Mail;
using Functions.Store;
using Functions.Tests.Members;
using Local.Cosmos;
using Local.Mail;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests.Mail;

/// <summary>Every entry is told once, whatever becomes of the process, the feed, the store or a document.</summary>
public sealed class NotifyMembersFaultTests
{
    private static readonly DateTimeOffset Monday = Post.At("2026-03-02T10:00:00+09:00");

    [Fact]
    public async Task OneBatchDeliveredThreeTimes_IsOneLetter()
    {
        await using var app = await Backend.StartWithFeeds();
        var (card, address) = await app.Holder();
        await app.Drain();
        var repeats = 0;
        app.Cosmos.Faults.OnRequest = request =>
            request is { Kind: RequestKind.ChangeFeed, Container: "accounts" } && Interlocked.Increment(ref repeats) <= 40 ? Fault.RewindFeed(5) : null;

        await app.Award(card, 10_000);
        await app.Award(card, 20_000);
        app.Cosmos.Faults.OnRequest = request =>
            request is { Kind: RequestKind.ChangeFeed, Container: "accounts" } && Interlocked.Increment(ref repeats) <= 60 ? Fault.RepeatFeedPage() : null;
        await app.Award(card, 30_000);
        var texts = (await app.Letters(address)).Select(mail => (string)mail["text"]!).ToList();

        Assert.True(repeats >= 3);
        Assert.Equal(["+100", "+200", "+300"], texts.Select(text => text.Split("ポイント　　")[1].Split("ポイント")[0]));
    }

    [Fact]
    public async Task KilledInTheMiddleOfABatch_EveryEntryIsToldOnce()
    {
        var folder = Directory.CreateTempSubdirectory("points-letters-").FullName;
        string address;
        await using (var app = await Backend.StartWithFeeds(folder))
        {
            (var card, address) = await app.Holder();
            await app.Drain();
            var created = 0;
            app.Cosmos.Faults.OnRequest = request =>
            {
                if (request is { Kind: RequestKind.Create, Container: "mail" } && Interlocked.Increment(ref created) == 3)
                    app.Cosmos.Faults.Crash();
                return null;
            };
            for (var i = 1; i <= 6 && !app.Cosmos.Faults.IsCrashed; i++)
                await app.PostUnanswered("api/awards", new { card, amountYen = i * 10_000, facility = "tokyo", department = "lodging" }, $"award-{i}", "kkr-pos.local");
        }

        await using var again = await Backend.StartWithFeeds(folder);
        again.Clock.Set(again.Clock.GetUtcNow().AddMinutes(2));
        await again.Drain();
        await again.RunSender();
        var texts = (await again.Letters(address)).Select(mail => (string)mail["text"]!).ToList();
        var entries = (await again.Queue()).Where(letter => letter.Letter == "award").ToList();

        Assert.InRange(texts.Count, 2, 6);
        Assert.Equal(texts.Count, texts.Distinct().Count());
        Assert.Equal(entries.Count, texts.Count);
        Assert.All(entries, letter => Assert.Equal("sent", letter.State));
    }

    [Fact]
    public async Task AnOldStore_WritesToNobody_AboutWhatIsLongPast()
    {
        var folder = Directory.CreateTempSubdirectory("points-old-").FullName;
        var (card, address) = ("", "");
        await using (var app = await Backend.StartWithFeeds(folder))
        {
            app.Clock.Stop(Monday);
            (card, address) = await app.Holder();
            await app.Drain();
            // Nobody reads the feed while it is down: what happens now is found at the next start.
            app.Cosmos.Faults.OnRequest = request => request is { Kind: RequestKind.ChangeFeed, Container: "accounts" } ? Fault.UnavailableBefore() : null;
            await app.Award(card, 10_000);
            app.Clock.Stop(Monday.AddDays(3));
            await app.Award(card, 20_000);
        }

        // The app starts on the wall clock, long after all of it, and reads what it missed then.
        await using var again = await Backend.StartWithFeeds(folder);
        await again.Drain();
        again.Clock.Stop(Monday.AddDays(4));
        await again.Award(card, 30_000);
        var texts = (await again.Letters(address)).Select(mail => (string)mail["text"]!).ToList();

        Assert.Equal(["+300"], texts.Select(text => text.Split("ポイント　　")[1].Split("ポイント")[0]));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task AnEntryThatCannotBeRead_GoesAside_AndTheFeedGoesOn_AndAnOperatorTellsItLater()
    {
        await using var app = await Backend.StartWithFeeds();
        var (card, address) = await app.Holder();
        var accountId = await app.AccountOf(card);
        await Write(app, accountId, $$"""{"id":"broken","accountId":"{{accountId}}","type":"entry","kind":17}""");
        await app.Award(card, 10_000);

        Assert.Equal(["【KKRポイント】ポイント加算のお知らせ"], await app.Subjects(address));
        var dead = Assert.Single((await app.Get("api/dead-letters", Post.Operator)).Json["deadLetters"]!.AsArray())!;
        Assert.Equal(($"unread:{accountId}:broken", "entry", "kkr", 3, "entry-unreadable"), ((string?)dead["id"], (string?)dead["letter"], (string?)dead["program"], (int)dead["attempts"]!, (string?)dead["failure"]));

        var replay = $"api/dead-letters/{Uri.EscapeDataString($"unread:{accountId}:broken")}/replay";
        var still = await app.Post(replay, "{}", "replay-1", Post.Operator);
        var good = JsonNode.Parse(await Read(app, accountId, card))!;
        good["id"] = "broken";
        good["number"] = 99;
        await Write(app, accountId, good.ToJsonString());
        var told = await app.Post(replay, "{}", "replay-2", Post.Operator);
        var again = await app.Post(replay, "{}", "replay-2", Post.Operator);

        Assert.Equal((422, "entry-unreadable"), (still.Status, still.Code));
        Assert.Equal((202, 202, told.Body, true), (told.Status, again.Status, again.Body, again.Replayed));
        Assert.Equal(2, (await app.Letters(address)).Count);
        Assert.Empty((await app.Get("api/dead-letters", Post.Operator)).Json["deadLetters"]!.AsArray());
        Assert.Equal("dead-letter-unknown", (await app.Post(replay, "{}", "replay-3", Post.Operator)).Code);
    }

    [Fact]
    public async Task ALetterThatTheStoreWillNeverTake_GoesAsideToo()
    {
        await using var app = await Backend.StartWithFeeds();
        var (card, address) = await app.Holder();
        await app.Drain();
        app.Cosmos.Faults.OnRequest = request =>
            request is { Kind: RequestKind.Create, Container: "mail" } && request.Id?.EndsWith(":award-1", StringComparison.Ordinal) == true && request.Id.StartsWith("entry:", StringComparison.Ordinal)
                ? new Fault { Status = 413 } : null;

        await app.Award(card, 10_000, "award-1");
        await app.Award(card, 20_000, "award-2");
        Assert.Single(await app.Letters(address));
        app.Cosmos.Faults.OnRequest = null;
        var id = (string)(await app.Get("api/dead-letters", Post.Operator)).Json["deadLetters"]![0]!["id"]!;
        Assert.Equal(202, (await app.Post($"api/dead-letters/{Uri.EscapeDataString(id)}/replay", "{}", Backend.NewId(), Post.Operator)).Status);

        Assert.Equal(2, (await app.Letters(address)).Count);
    }

    [Fact]
    public async Task AStoreThatIsAway_HoldsTheFeed_AndLosesNothing()
    {
        await using var app = await Backend.StartWithFeeds();
        var (card, address) = await app.Holder();
        await app.Drain();
        var refused = 0;
        app.Cosmos.Faults.OnRequest = request => request is { Kind: RequestKind.Create, Container: "mail" } && Interlocked.Increment(ref refused) <= 20 ? Fault.UnavailableBefore() : null;

        await app.Award(card, 10_000);
        await app.Award(card, 20_000);

        Assert.Equal(2, (await app.Letters(address)).Count);
        Assert.True(refused > 20);
        Assert.Empty((await app.Get("api/dead-letters", Post.Operator)).Json["deadLetters"]!.AsArray());
    }

    private static async Task<string> Read(Backend app, string accountId, string card)
    {
        var entries = (await app.Get($"api/cards/{card}/entries?limit=1")).Json["entries"]!;
        var document = await app.Services.GetRequiredService<Functions.Ledger.AccountStore>().Document(accountId, (string)entries[0]!["operationId"]!, CancellationToken.None);
        return document!.Value.GetRawText();
    }

    private static async Task Write(Backend app, string accountId, string document)
    {
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(document));
        using var response = await app.Services.GetRequiredService<CosmosStore>().Accounts.UpsertItemStreamAsync(body, new PartitionKey(accountId));
        response.EnsureSuccessStatusCode();
    }
}
