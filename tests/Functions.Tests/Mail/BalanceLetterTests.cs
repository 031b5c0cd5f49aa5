using System.Globalization;
using Functions.Cards;
using Functions.Mail;
using Functions.Mail.Inbound;
using Functions.Members;
using Functions.Programs;
using Functions.Store;
using Functions.Tests.Members;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Functions.Tests.Mail;

/// <summary>What a member reads in the reply: every card with balance and expiry (KKR-10).</summary>
public sealed class BalanceLetterTests : IAsyncLifetime
{
    private const string Taro = "taro@docomo.ne.jp";

    private Inbox inbox = null!;

    public async ValueTask InitializeAsync() => inbox = await Inbox.Start();

    public ValueTask DisposeAsync() => inbox.DisposeAsync();

    [Fact, Clause("KKR-10")]
    public async Task OneCard_TheWholeLetter()
    {
        At("2024-02-10T14:00:00+09:00");
        var card = await inbox.Member(Taro);
        Assert.Equal(201, (await inbox.App.Award(card, 131_850)).Status);
        At("2024-03-01T10:05:00+09:00");

        var mail = await Reply();

        Assert.Equal((Taro, "【KKRポイント】ポイント残高のご案内"), ((string?)mail["to"], (string?)mail["subject"]));
        Assert.Equal($"""
            KKRポイントをご利用いただきありがとうございます。
            2024年3月1日 10:05 現在のポイント残高と有効期限をお知らせします。

            KKRポイント
            カード ****-****-****-{card[^4..]}
            残高 2,620 P
            有効期限 2026年2月28日

            マイページでもご確認いただけます。
            http://localhost:7071/mypage

            このメールは、マイページにご登録のアドレスからの
            お問い合わせに自動でお返事しています。
            このメールへの返信は受け付けておりません。
            お心当たりのない場合は、このメールを破棄してください。

            国家公務員共済組合連合会

            """.ReplaceLineEndings("\n"), (string?)mail["text"]);
    }

    [Fact, Clause("KKR-10"), Clause("KKR-6.3")]
    public async Task LapsedPoints_AreNotShownAsABalance_WhetherOrNotASweepHasRun()
    {
        At("2024-02-10T14:00:00+09:00");
        var card = await inbox.Member(Taro);
        await inbox.App.Award(card, 131_850);
        At("2026-03-01T00:00:00+09:00");

        var text = (string?)(await Reply())["text"];

        Assert.Contains("残高 0 P\n失効日 2026年3月1日\n", text, StringComparison.Ordinal);
    }

    [Fact, Clause("KKR-10"), Clause("KKR-11.3")]
    public async Task EveryCardIsListedOnce_LinkedOnesTogetherWithTheBalanceTheyShare()
    {
        At("2024-02-10T14:00:00+09:00");
        string[] cards = [await inbox.Member(Taro), await Another(), await Another(), await Another()];
        await inbox.App.Award(cards[0], 50_000);
        await inbox.App.Award(cards[1], 100_000);
        await inbox.App.Award(cards[2], 200_000);
        Assert.Equal(201, (await inbox.App.Post("api/links", new { cards = cards[1..3] }, "link", Person.Front)).Status);
        Assert.Equal(201, (await inbox.App.Post($"api/cards/{cards[3]}/suspension", new { reason = "lost", identityConfirmed = true }, "lost", Person.Front)).Status);

        var text = (string)(await Reply())["text"]!;

        var blocks = text.Split("\n\n").Where(block => block.Contains("カード ", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, blocks.Count);
        Assert.Contains($"KKRポイント\nカード ****-****-****-{cards[0][^4..]}\n残高 1,000 P\n有効期限 2026年2月28日", blocks);
        Assert.Contains($"KKRポイント\nカード ****-****-****-{cards[3][^4..]}（利用停止中）\n残高 0 P\n有効期限 期限なし", blocks);
        var linked = Assert.Single(blocks, block => block.Contains("（共有）", StringComparison.Ordinal));
        Assert.All(cards[1..3], card => Assert.Contains($"カード ****-****-****-{card[^4..]}\n", linked, StringComparison.Ordinal));
        Assert.EndsWith("残高 6,000 P（共有）\n有効期限 2026年2月28日", linked, StringComparison.Ordinal);
    }

    [Fact, Clause("KKR-15.2")]
    public async Task AfterTheLastCardIsWithdrawn_ThereIsNoReply()
    {
        var card = await inbox.Member(Taro);
        Assert.Equal(201, (await inbox.App.Post($"api/cards/{card}/withdrawal", new { }, "out", Person.Front)).Status);

        await inbox.Deliver(Inbox.Empty(Taro), Taro);

        Assert.Empty(await inbox.Replies());
        Assert.Equal("KakuninRefused no-card", inbox.Log.Kakunin[^1]);
    }

    [Fact]
    public async Task AnAddressThatSeveralProgramsShare_IsAnsweredByEachOfWhichTheSenderIsAMember()
    {
        await inbox.Member(Taro);
        var card = await inbox.App.Card(program: "kampo", memberClass: "member");
        Assert.Equal(201, (await inbox.App.Post($"api/cards/{card}/member", Person.Form(Taro).ToJsonString(), "kampo", "kampo-front.local")).Status);
        Assert.Equal(200, (await inbox.App.Confirm(await inbox.App.Code(Taro))).Status);
        var services = inbox.App.Services;
        var programs = services.GetRequiredService<ProgramCatalogue>();
        var shared = new ProgramCatalogue(programs.ById.Values.ToDictionary(program => program.Id, program => program with { KakuninAddress = "points@shared.example" }));
        var kakunin = ActivatorUtilities.CreateInstance<Kakunin>(services, shared, NullLogger<Kakunin>.Instance);
        var form = Inbox.Form(Inbox.Empty(Taro), Taro, to: "points@shared.example");
        var mail = await SendGridMail.Read(new MemoryStream(form.Body), form.Type, inbox.App.Clock.GetUtcNow(), CancellationToken.None);

        await kakunin.Receive(mail!, "delivery", CancellationToken.None);

        Assert.Equal(
            ["【KKRポイント】ポイント残高のご案内", "【かんぽの宿メンバーズ】ポイント残高のご案内"],
            (await inbox.Replies(Taro)).Select(reply => (string?)reply["subject"]).Order(StringComparer.Ordinal));
    }

    private async Task<string> Another()
    {
        var card = await inbox.App.Card("union");
        Assert.Equal(201, (await inbox.App.Register(card, Person.Form(Taro))).Status);
        return card;
    }

    private async Task<System.Text.Json.Nodes.JsonNode> Reply()
    {
        Assert.Equal(200, (await inbox.Deliver(Inbox.Empty(Taro), Taro)).Status);
        return (await inbox.Replies())[^1];
    }

    private void At(string now) => inbox.App.Clock.Stop(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));
}
