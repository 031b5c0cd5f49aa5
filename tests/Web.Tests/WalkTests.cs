using System.Text.RegularExpressions;
using Functions.Tests;
using Microsoft.Playwright;

namespace Web.Tests;

/// <summary>One person's way through a whole membership, page by page.</summary>
[Collection(OneBrowser.Name)]
public sealed class WalkTests(Browser browser)
{
    private const string Front = "kkr-front.local";

    [Fact, Clause("KKR-P-cards"), Clause("KKR-5.2"), Clause("KKR-5.3"), Clause("KKR-11.3"), Clause("KKR-15.1")]
    public async Task FromTheFirstFormToTheWithdrawal()
    {
        await using var visitor = await browser.Visitor();
        var member = new Member(browser.App, "kkr", $"walk-{Guid.NewGuid():N}@example.jp");
        await member.Register(visitor);
        await visitor.Open($"/mypage/confirm?code={await member.Link("confirm")}");
        await visitor.Press("確認する");
        await member.SignIn(visitor);

        await using var clerk = await Clerk.SignIn(browser);
        await visitor.Follow("登録用QRコード");
        await TakeCard(member, clerk, await ShownCode(visitor));
        Assert.Equal(201, (await browser.App.Award(member.Cards[0], 131_850)).Status);
        await visitor.Open("/mypage/kkr");
        var expires = DateOnly.ParseExact((string)(await member.Balance())["expiresOn"]!, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal("1,310ポイント", (await visitor.Page.Locator(".balance").InnerTextAsync()).ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
        Assert.Contains($"{expires.Year}年{expires.Month}月{expires.Day}日 まで有効", await visitor.Text(), StringComparison.Ordinal);

        await visitor.Follow("カードを表示");
        var shown = await visitor.Scan(visitor.Page.Locator("svg.qr"));
        await clerk.QuoteRedemption(shown, 1_000, 800);
        await clerk.Visitor.Press("還元する");
        await clerk.Page.WaitForURLAsync("**/receipts/**");
        await visitor.Follow("すべての履歴");
        var rows = visitor.Page.Locator("tbody tr");
        Assert.Equal(["還元・ご利用 KKRホテル東京 宿泊", "付与 KKRホテル東京 宿泊", "カード発行"], (await rows.Locator("summary").AllInnerTextsAsync()).Select(text => text.Trim()));
        await rows.Nth(0).Locator("summary").ClickAsync();
        await rows.Nth(1).Locator("summary").ClickAsync();
        Assert.Contains("KKR-5.3", await rows.Nth(0).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("KKR-5.2", await rows.Nth(1).InnerTextAsync(), StringComparison.Ordinal);

        await visitor.Open("/mypage/kkr");
        await visitor.Follow("カードを追加する");
        await TakeCard(member, clerk, await ShownCode(visitor));
        await Link(visitor);
        Assert.Equal((310L, 310L), (await browser.App.Points(member.Cards[0]), await browser.App.Points(member.Cards[1])));

        await Withdraw(visitor);
        await Withdraw(visitor);
        await visitor.Open("/mypage/kkr");
        Assert.Equal(0, await visitor.Page.GetByText("カードを表示").CountAsync());
        Assert.Contains("ご利用中のカードがありません", await visitor.Text(), StringComparison.Ordinal);
        Assert.Equal("card-retired", (await browser.App.Award(member.Cards[0], 10_000)).Code);
    }

    [Fact, Clause("KKR-P-lost"), Clause("KKR-P-found"), Clause("KKR-10")]
    public async Task ALostCard_StopsAtOnce_OnItsPagesToo_AndComesBackAtTheFront()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App, "kkr", 2_630);
        await member.SignIn(visitor);
        Assert.Equal(200, (await visitor.Open($"/t/{member.Tokens[0]}")).Status);
        await visitor.Open("/mypage/kkr");
        await visitor.Follow("カードを表示");
        await visitor.Follow("紛失・盗難の届出");
        await visitor.Page.GetByLabel("紛失（見つかった場合").CheckAsync();
        await visitor.Press("内容を確認する");
        await visitor.Page.GetByLabel("上記を理解し").CheckAsync();
        await visitor.Press("利用を停止する");
        await visitor.Page.WaitForURLAsync("**/operations/page-*");
        Assert.Equal(404, (await visitor.Open($"/t/{member.Tokens[0]}")).Status);

        var resumed = await browser.App.Post($"api/cards/{member.Cards[0]}/resumption", new { identityConfirmed = true }, Backend.NewId(), Front);

        Assert.Equal(201, resumed.Status);
        Assert.Equal(200, (await visitor.Open($"/t/{member.Tokens[0]}")).Status);
        Assert.Contains("2,630", await visitor.Text(), StringComparison.Ordinal);
        await visitor.Open("/mypage/kkr");
        Assert.Contains("ご利用いただけます", await visitor.Text(), StringComparison.Ordinal);
    }

    /// <summary>The front reads the code on the phone and hands a card over.</summary>
    private static async Task TakeCard(Member member, Clerk clerk, string code)
    {
        await clerk.Visitor.Open("/front");
        await clerk.Visitor.Follow("カード発行");
        await clerk.Choose("QRコード", "一般利用者");
        await clerk.Visitor.Fill("登録用QRコード", code);
        await clerk.Visitor.Press("内容を確認する");
        await clerk.Visitor.Press("発行する");
        await clerk.Page.WaitForURLAsync("**/receipts/**");
        await clerk.Visitor.Follow("このカードへ");
        member.Cards.Add(clerk.Page.Url.Split('/')[^1]);
    }

    private static async Task<string> ShownCode(Visitor visitor)
    {
        await visitor.Press("登録用QRコードを表示する");
        var code = visitor.Page.Locator("svg.qr");
        await code.WaitForAsync();
        return await visitor.Scan(code);
    }

    private static async Task Link(Visitor visitor)
    {
        await visitor.Open("/mypage/kkr/join");
        await visitor.Page.GetByRole(AriaRole.Radio, new() { Name = "リンク" }).CheckAsync();
        await visitor.Page.GetByRole(AriaRole.Radio, new() { Name = "310ポイント" }).CheckAsync();
        await visitor.Page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new Regex(" 0ポイント$", RegexOptions.None, TimeSpan.FromSeconds(1)) }).CheckAsync();
        await visitor.Press("結果を確認する");
        Assert.Contains("リンクを解除して、残高をカードごとに分けることはできません", await visitor.Text(), StringComparison.Ordinal);
        await visitor.Page.GetByLabel("上記を理解し").CheckAsync();
        await visitor.Press("リンクする");
        await visitor.Page.WaitForURLAsync("**/operations/page-*");
        Assert.Equal("お手続きが完了しました", await visitor.Heading());
    }

    private static async Task Withdraw(Visitor visitor)
    {
        await visitor.Open("/mypage/kkr");
        await visitor.Follow("カードを表示");
        await visitor.Follow("退会");
        await visitor.Follow("退会の手続きへ進む");
        await visitor.Page.GetByLabel("上記を理解し").CheckAsync();
        await visitor.Press("退会する");
        await visitor.Page.WaitForURLAsync("**/operations/page-*");
    }
}
