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

public sealed class NotifyMembersTests
{
    private static readonly DateTimeOffset Monday = Post.At("2026-03-02T10:00:00+09:00");

    [Fact, Clause("KKR-10")]
    public async Task EveryMovementOfPoints_IsOneLetter_ToAMemberWhoAskedForIt()
    {
        await using var app = await Backend.Start();
        app.Clock.Set(Monday);
        var (card, address) = await app.Holder();

        await app.Award(card, 250_000, "award-1");
        await app.Redeem(card, 1_000, 1_000, "redeem-1");
        await app.Post("api/voids", new { card, operationId = "redeem-1" }, "void-1");
        await app.Post("api/returns", new { card, awardOperationId = "award-1", receiptNumber = "R-1", returnedYen = 50_000 }, "return-1");
        var letters = await app.Letters(address);

        Assert.Equal(
            ["【KKRポイント】ポイント加算のお知らせ", "【KKRポイント】ポイントご利用のお知らせ", "【KKRポイント】ポイント取消のお知らせ", "【KKRポイント】返品に伴うポイント訂正のお知らせ"],
            letters.Select(mail => (string)mail["subject"]!));
        Assert.Equal(
            $"""
            いつもご利用いただき、誠にありがとうございます。
            次のとおりポイントを加算いたしました。

            ご利用日　　2026年3月2日
            カード番号　****-****-****-{card[^4..]}
            ポイント　　+2,500ポイント
            残高　　　　2,500ポイント

            マイページ
            http://localhost:7071/mypage

            お心当たりのない場合は、施設のフロントまでお知らせください。
            このメールは送信専用です。ご返信いただいてもお答えできません。

            国家公務員共済組合連合会

            """.ReplaceLineEndings("\n"),
            (string)letters[0]["text"]!);
        Assert.Contains("-1,000ポイント\n残高　　　　1,500ポイント", (string)letters[1]["text"]!, StringComparison.Ordinal);
        Assert.Contains("+1,000ポイント\n残高　　　　2,500ポイント", (string)letters[2]["text"]!, StringComparison.Ordinal);
        Assert.Contains("-500ポイント\n残高　　　　2,000ポイント", (string)letters[3]["text"]!, StringComparison.Ordinal);
        var headers = letters[0]["headers"]!;
        Assert.Equal(("no-reply@kkr.example", "auto-generated", "All"), ((string?)headers["From"], (string?)headers["Auto-Submitted"], (string?)headers["X-Auto-Response-Suppress"]));
        Assert.EndsWith("@kkr.example>", (string)headers["Message-ID"]!, StringComparison.Ordinal);
        Assert.Equal(4, letters.Select(mail => (string)mail["headers"]!["Message-ID"]!).Distinct().Count());
    }

    [Fact]
    public async Task WhoDidNotAskForIt_HearsOfCardsAndLapses_ButNotOfEveryPoint()
    {
        await using var app = await Backend.Start();
        app.Clock.Set(Post.At("2024-02-10T10:00:00+09:00"));
        var (card, address) = await app.Holder(wantsPoints: false);
        await app.Award(card, 100_000);
        app.Clock.Set(Post.At("2026-03-01T00:00:01+09:00"));

        await app.Award(card, 20_000);
        await app.Post($"api/cards/{card}/suspension", new { reason = "lost", identityConfirmed = true }, Backend.NewId(), Person.Front);
        await app.Post($"api/cards/{card}/resumption", new { identityConfirmed = true }, Backend.NewId(), Person.Front);
        await app.Post($"api/cards/{card}/reissue", new { reason = "damaged", atFault = false, identityConfirmed = true }, Backend.NewId(), Person.Front);
        var letters = await app.Letters(address);

        Assert.Equal(
            ["【KKRポイント】ポイント失効のお知らせ", "【KKRポイント】カード利用停止のお知らせ", "【KKRポイント】カード利用再開のお知らせ", "【KKRポイント】カード再発行のお知らせ"],
            letters.Select(mail => (string)mail["subject"]!));
        Assert.Contains($"失効日　　　2026年3月1日\nカード番号　****-****-****-{card[^4..]}\n失効した数　1,000ポイント\n残高　　　　0ポイント", (string)letters[0]["text"]!, StringComparison.Ordinal);
    }

    [Fact, Clause("KKR-11.2")]
    public async Task AMerge_IsOneLetter_HoweverManyCards()
    {
        await using var app = await Backend.Start();
        var (one, address) = await app.Holder(wantsPoints: false);
        var (two, three) = (await app.CardOf(address, wantsPoints: false), await app.CardOf(address, wantsPoints: false));
        await app.Award(two, 100_000);
        await app.Drain();

        Assert.Equal(201, (await app.Post("api/merges", new { into = one, from = new[] { two, three } }, "merge-1", Person.Front)).Status);
        var letters = await app.Letters(address);

        var letter = Assert.Single(letters);
        Assert.Equal("【KKRポイント】ポイント合算のお知らせ", (string?)letter["subject"]);
        Assert.Contains($"合算先カード　****-****-****-{one[^4..]}\nカードの枚数　3枚\n残高　　　　　1,000ポイント", (string)letter["text"]!, StringComparison.Ordinal);
    }

    [Fact, Clause("KKR-16.4")]
    public async Task AForfeiture_IsToldWithoutItsReason()
    {
        await using var app = await Backend.Start();
        var (card, address) = await app.Holder();

        await app.Post($"api/cards/{card}/forfeiture", new { reason = "不正利用 fraud-mark" }, Backend.NewId(), Post.Operator);
        var letter = Assert.Single(await app.Letters(address));

        Assert.Equal("【KKRポイント】会員資格についてのお知らせ", (string?)letter["subject"]);
        Assert.DoesNotContain("不正", (string)letter["text"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("fraud-mark", letter.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AChangeOfData_NamesTheFields_AndAnAddressThatIsReplacedIsTold_ButNotTheNewOne()
    {
        await using var app = await Backend.Start();
        var (card, old) = await app.Holder(wantsPoints: false);
        var email = Person.NewAddress();
        await app.Register(card, new JsonObject { ["phone"] = "03-1111-2222" });
        await app.Drain();

        // The new address is confirmed before the letter could go out: the old one is told all the same.
        app.Cosmos.Faults.OnRequest = request => request is { Kind: RequestKind.Create, Container: "mail" } && request.Id?.StartsWith("entry:", StringComparison.Ordinal) == true ? Fault.UnavailableBefore() : null;
        await app.Register(card, new JsonObject { ["email"] = email, ["address"] = "大阪府大阪市1-1" });
        Assert.Equal(200, (await app.Confirm(await app.Code(email))).Status);
        app.Cosmos.Faults.OnRequest = null;
        var letters = await app.Letters(old);

        Assert.Equal(["【KKRポイント】会員情報変更のお知らせ", "【KKRポイント】メールアドレス変更のお手続きについて"], letters.Select(mail => (string)mail["subject"]!));
        Assert.Contains("変更した項目\n電話番号\n", (string)letters[0]["text"]!, StringComparison.Ordinal);
        Assert.Contains("住所・電子メールアドレス\n", (string)letters[1]["text"]!, StringComparison.Ordinal);
        Assert.All(letters, letter => Assert.DoesNotContain(email, letter.ToJsonString(), StringComparison.Ordinal));
        Assert.All(letters, letter => Assert.DoesNotContain("大阪", letter.ToJsonString(), StringComparison.Ordinal));
        Assert.Empty(await app.Letters(email));
    }

    [Fact]
    public async Task WithoutAConfirmedAddress_NobodyIsWrittenTo_AndNothingWaits()
    {
        await using var app = await Backend.Start();
        var (plain, registered) = (await app.Card(), await app.Card());
        var address = Person.NewAddress();
        await app.Register(registered, Person.Form(address));
        await app.Award(plain, 10_000);
        await app.Award(registered, 10_000);
        await app.Post($"api/cards/{registered}/withdrawal", "{}", Backend.NewId(), Person.Front);

        Assert.Empty(await app.Letters(address));
        Assert.Equal(["confirm"], (await app.Queue()).Select(letter => letter.Letter));
    }

    [Fact]
    public async Task AMemberErasedMeanwhile_GetsNothing_AndTheLetterIsDropped()
    {
        await using var app = await Backend.Start();
        app.Clock.Set(Monday);
        var (card, address) = await app.Holder();
        app.MailFaults().OnSend = _ => MailFault.Unavailable();
        await app.Award(card, 10_000, "award-1");
        await app.Post($"api/cards/{card}/forfeiture", new { reason = "x" }, Backend.NewId(), Post.Operator);
        await app.Drain();
        Assert.Equal(202, (await app.Post("admin/functions/ErasePersonalData", new { input = "" })).Status);
        app.MailFaults().OnSend = null;

        app.Clock.Set(Monday.AddMinutes(10));
        await app.RunSender();
        await app.Drain();

        Assert.Empty(await app.Mails(address));
        Assert.Equal("dropped", (await app.Queued($"entry:{await app.AccountOf(card)}:award-1"))!.Value.State);
    }

    [Fact]
    public async Task OneBatchDeliveredThreeTimes_IsOneLetter()
    {
        await using var app = await Backend.Start();
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
        await using (var app = await Backend.Start(folder))
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

        await using var again = await Backend.Start(folder);
        again.Clock.Set(DateTimeOffset.UtcNow.AddMinutes(2));
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
        await using (var app = await Backend.Start(folder))
        {
            app.Clock.Set(Monday);
            (card, address) = await app.Holder();
            await app.Drain();
            // Nobody reads the feed while it is down: what happens now is found at the next start.
            app.Cosmos.Faults.OnRequest = request => request is { Kind: RequestKind.ChangeFeed, Container: "accounts" } ? Fault.UnavailableBefore() : null;
            await app.Award(card, 10_000);
            app.Clock.Set(Monday.AddDays(3));
            await app.Award(card, 20_000);
        }

        await using var again = await Backend.Start(folder);
        again.Clock.Set(Monday.AddDays(4));
        await again.Award(card, 30_000);
        var texts = (await again.Letters(address)).Select(mail => (string)mail["text"]!).ToList();

        // The app starts on the wall clock, long after all of it.
        Assert.Equal(["+300"], texts.Select(text => text.Split("ポイント　　")[1].Split("ポイント")[0]));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task AnEntryThatCannotBeRead_GoesAside_AndTheFeedGoesOn_AndAnOperatorTellsItLater()
    {
        await using var app = await Backend.Start();
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
        await using var app = await Backend.Start();
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
        await using var app = await Backend.Start();
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
