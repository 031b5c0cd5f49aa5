using Functions.Tests;
using Microsoft.Playwright;

namespace Web.Tests;

/// <summary>What members do to their cards, shown before it is done and told afterwards.</summary>
[Collection(OneBrowser.Name)]
public sealed class ProcedureTests(Browser browser)
{
    [Fact, Clause("KKR-P-lost")]
    public async Task ALossReport_StopsTheCard_AndSaysWhatComesNext()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App, "kkr", 2_630);
        await member.SignIn(visitor);
        await visitor.Follow("カードを表示");
        await visitor.Follow("紛失・盗難の届出");
        await visitor.Inspect();
        await visitor.Page.GetByLabel("紛失（見つかった場合").CheckAsync();
        await visitor.Press("内容を確認する");
        await visitor.Inspect();
        Assert.Equal("active", (string?)(await member.Json($"api/cards/{member.Cards[0]}"))["status"]);

        await visitor.Page.GetByLabel("上記を理解し").CheckAsync();
        await visitor.Press("利用を停止する");
        await visitor.Page.WaitForURLAsync("**/operations/page-*");
        await visitor.Inspect();
        await visitor.Page.ReloadAsync();

        Assert.Equal("お手続きが完了しました", await visitor.Heading());
        Assert.Equal(("suspended", "lost"), ((string?)(await member.Json($"api/cards/{member.Cards[0]}"))["status"], (string?)(await member.Json($"api/cards/{member.Cards[0]}"))["suspendedFor"]));
        Assert.Equal("card-suspended", (await browser.App.Redeem(member.Cards[0], 1_000, 1_000)).Code);
        await visitor.Follow("マイページへ戻る");
        await visitor.Follow("カードを表示");
        Assert.Equal(0, await visitor.Page.Locator("svg.qr").CountAsync());
        await visitor.Inspect();
    }

    [Fact, Clause("KKR-P-lost")]
    public async Task WithIncompleteData_ALossIsRefused_WithTheClause()
    {
        await using var visitor = await browser.Visitor();
        var member = new Member(browser.App, "kkr", $"short-{Guid.NewGuid():N}@example.jp");
        await member.AddCard(complete: false);
        await visitor.Open($"/mypage/confirm?code={await member.Link("confirm")}");
        await visitor.Press("確認する");
        await member.SignIn(visitor);
        Assert.Contains("不足している項目：氏名（カナ）、生年月日、電話番号、郵便番号、住所", await visitor.Text(), StringComparison.Ordinal);
        await visitor.Inspect();
        await visitor.Follow("カードを表示");
        await visitor.Follow("紛失・盗難の届出");
        await visitor.Page.GetByLabel("盗難").CheckAsync();
        await visitor.Press("内容を確認する");

        Assert.Equal("お手続きできません", await visitor.Heading());
        Assert.Contains("KKR-P-lost", await visitor.Text(), StringComparison.Ordinal);
        await visitor.Inspect();
    }

    [Fact, Clause("KKR-15.1"), Clause("KKR-15.2"), Clause("KKR-15.4")]
    public async Task AWithdrawal_TakesTwoSteps_AndEndsTheCard()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App, "kkr", 2_630);
        await member.SignIn(visitor);
        await visitor.Follow("カードを表示");
        await visitor.Follow("退会");
        await visitor.Inspect();
        await visitor.Follow("退会の手続きへ進む");
        Assert.Contains("取り消すことはできません", await visitor.Text(), StringComparison.Ordinal);
        await visitor.Inspect();
        await visitor.Press("退会する");
        Assert.Contains("チェックを入れてください", await visitor.Text(), StringComparison.Ordinal);
        Assert.Equal(2_630, await browser.App.Points(member.Cards[0]));
        await visitor.Inspect();

        await visitor.Page.GetByLabel("上記を理解し").CheckAsync();
        await visitor.Press("退会する");
        await visitor.Page.WaitForURLAsync("**/operations/page-*");

        Assert.Contains("KKR-15.2", await visitor.Text(), StringComparison.Ordinal);
        Assert.Equal("card-retired", (await browser.App.Award(member.Cards[0], 10_000)).Code);
        await visitor.Follow("マイページへ戻る");
        Assert.Contains("失効", await visitor.Text(), StringComparison.Ordinal);
        await visitor.Inspect();
    }

    [Fact, Clause("KKR-11.2")]
    public async Task AMerge_IsShownBeforeItIsDone_AndDoneOnceHoweverOftenItIsSent()
    {
        // Without script nothing keeps a second click from being sent.
        await using var visitor = await browser.Visitor(script: false);
        var member = await Member.Join(browser.App, "kkr", 2_630, 1_370);
        await member.SignIn(visitor);
        await visitor.Follow("カードの合算・リンク");
        await visitor.Page.GetByRole(AriaRole.Radio, new() { Name = "合算" }).CheckAsync();
        await visitor.Page.GetByRole(AriaRole.Radio, new() { Name = "2,630ポイント" }).CheckAsync();
        await visitor.Page.GetByRole(AriaRole.Checkbox, new() { Name = "1,370ポイント" }).CheckAsync();
        await visitor.Press("結果を確認する");

        var shown = await visitor.Text();
        Assert.Contains("残高を合算: 2,630 + 1,370 = 4,000ポイント", shown, StringComparison.Ordinal);
        Assert.Contains("次のカードは今後一切使えなくなります", shown, StringComparison.Ordinal);
        Assert.Equal(2_630, await browser.App.Points(member.Cards[0]));
        await visitor.Page.GetByLabel("上記を理解し").CheckAsync();
        var button = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "合算する" });
        await button.DblClickAsync();
        await visitor.Page.WaitForURLAsync("**/operations/page-*");

        Assert.Equal("お手続きが完了しました", await visitor.Heading());
        Assert.Equal(4_000, await browser.App.Points(member.Cards[0]));
        Assert.Equal("card-retired", (await browser.App.Award(member.Cards[1], 10_000)).Code);
    }

    [Fact, Clause("KKR-11.3")]
    public async Task ALink_SharesOneBalance_AndThePagesAreSound()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App, "kkr", 2_630, 1_370);
        await member.SignIn(visitor);
        await visitor.Inspect();
        await visitor.Follow("カードの合算・リンク");
        await visitor.Inspect();
        await visitor.Page.GetByRole(AriaRole.Radio, new() { Name = "リンク" }).CheckAsync();
        await visitor.Press("結果を確認する");
        Assert.Contains("2枚以上のカードをお選びください", await visitor.Text(), StringComparison.Ordinal);
        await visitor.Page.GetByRole(AriaRole.Radio, new() { Name = "リンク" }).CheckAsync();
        await visitor.Page.GetByRole(AriaRole.Radio, new() { Name = "2,630ポイント" }).CheckAsync();
        await visitor.Page.GetByRole(AriaRole.Checkbox, new() { Name = "1,370ポイント" }).CheckAsync();
        await visitor.Press("結果を確認する");
        await visitor.Inspect();
        await visitor.Page.GetByLabel("上記を理解し").CheckAsync();
        await visitor.Press("リンクする");
        await visitor.Page.WaitForURLAsync("**/operations/page-*");

        Assert.Equal((4_000L, 4_000L), (await browser.App.Points(member.Cards[0]), await browser.App.Points(member.Cards[1])));
        await visitor.Inspect();
    }

    [Fact, Clause("KEIO-7")]
    public async Task AnExchange_ShowsTheCatalogue_AndIsFinal()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App, "keio");
        var award = await browser.App.Post(
            "api/awards", new { card = member.Cards[0], amountYen = 110_000, taxYen = 10_000, facility = "shinjuku", department = "store", receiptNumber = "R-1" }, Backend.NewId(), "keio-pos.local");
        Assert.Equal(201, award.Status);
        await member.SignIn(visitor);
        await visitor.Inspect();
        await visitor.Follow("ポイント交換商品");
        await visitor.Inspect();
        await visitor.Page.GetByRole(AriaRole.Radio, new() { Name = "京王ギフト券 500円" }).CheckAsync();
        await visitor.Press("内容を確認する");
        await visitor.Inspect();
        await visitor.Page.GetByLabel("上記を理解し").CheckAsync();
        await visitor.Press("交換する");
        await visitor.Page.WaitForURLAsync("**/operations/page-*");

        Assert.Equal(500, (long)(await member.Balance())["points"]!);
        Assert.Contains("KEIO-7", await visitor.Text(), StringComparison.Ordinal);
    }
}
