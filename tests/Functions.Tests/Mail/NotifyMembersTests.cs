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
        await using var app = await Backend.StartWithFeeds();
        // Goes on, so that the letters have an order.
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
        await using var app = await Backend.StartWithFeeds();
        app.Clock.Stop(Post.At("2024-02-10T10:00:00+09:00"));
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
        await using var app = await Backend.StartWithFeeds();
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
        await using var app = await Backend.StartWithFeeds();
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
        await using var app = await Backend.StartWithFeeds();
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
        await using var app = await Backend.StartWithFeeds();
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
        await using var app = await Backend.StartWithFeeds();
        app.Clock.Stop(Monday);
        var (card, address) = await app.Holder();
        app.MailFaults().OnSend = _ => MailFault.Unavailable();
        await app.Award(card, 10_000, "award-1");
        await app.Post($"api/cards/{card}/forfeiture", new { reason = "x" }, Backend.NewId(), Post.Operator);
        await app.Drain();
        Assert.Equal(202, (await app.Post("admin/functions/ErasePersonalData", new { input = "" })).Status);
        app.MailFaults().OnSend = null;

        app.Clock.Stop(Monday.AddMinutes(10));
        await app.RunSender();
        await app.Drain();

        Assert.Empty(await app.Mails(address));
        Assert.Equal("dropped", (await app.Queued($"entry:{await app.AccountOf(card)}:award-1"))!.Value.State);
    }
}
