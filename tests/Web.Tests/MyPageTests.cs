using Functions.Tests;
using Microsoft.Playwright;

namespace Web.Tests;

/// <summary>What a member sees and does.</summary>
[Collection(OneBrowser.Name)]
public sealed class MyPageTests(Browser browser)
{
    [Fact, Clause("KKR-8"), Clause("KKR-10"), Clause("KKR-6.1")]
    public async Task TheCard_ShowsItsCode_ItsBalance_AndWhatComesNext()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App, "kkr", 2_630);
        await member.SignIn(visitor);

        await visitor.Follow("カードを表示");
        await visitor.Inspect();

        var expiresOn = (string)(await member.Balance())["expiresOn"]!;
        var expires = DateOnly.ParseExact(expiresOn, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var text = await visitor.Text();
        Assert.Contains($"{expires.Year}年{expires.Month}月{expires.Day}日 まで有効", text, StringComparison.Ordinal);
        var lapse = expires.AddDays(1);
        Assert.Contains($"{lapse.Year}年{lapse.Month}月{lapse.Day}日", text, StringComparison.Ordinal);
        Assert.Contains("2,630ポイントが失効", text, StringComparison.Ordinal);
        var due = lapse.AddMonths(6);
        Assert.Contains($"{due.Year}年{due.Month}月{due.Day}日", text, StringComparison.Ordinal);
        var code = (await visitor.Page.Locator("svg.qr").BoundingBoxAsync())!;
        Assert.InRange(code.Width, 250, 360);
        Assert.Equal(member.Tokens[0], await visitor.Scan(visitor.Page.Locator("svg.qr")));
    }

    [Fact, Clause("KKR-5.2")]
    public async Task TheHistory_SaysWhatMoved_AndWhichClauseDidIt()
    {
        await using var visitor = await browser.Visitor(width: 1280);
        var member = await Member.Join(browser.App, "kkr", 2_630);
        Assert.Equal(201, (await browser.App.Redeem(member.Cards[0], 1_000, 800)).Status);
        await member.SignIn(visitor);

        await visitor.Follow("履歴");
        await visitor.Inspect();

        var rows = visitor.Page.Locator("tbody tr");
        var latest = await rows.Nth(0).InnerTextAsync();
        Assert.Contains("還元・ご利用 KKRホテル東京 宿泊", latest, StringComparison.Ordinal);
        Assert.Contains("−1,000", latest, StringComparison.Ordinal);
        Assert.Contains("1,630", latest, StringComparison.Ordinal);
        await rows.Nth(0).Locator("summary").ClickAsync();
        Assert.Contains("KKR-5.3", await rows.Nth(0).InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact, Clause("KKR-5.1")]
    public async Task ANewCode_IsShownAtOnce_AndTheOldOneIsUnknown()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App, "kkr", 2_630);
        await member.SignIn(visitor);
        await visitor.Follow("カードを表示");
        await visitor.Page.GetByText("QRコードを新しくする").ClickAsync();
        await visitor.Inspect();

        await visitor.Press("新しいQRコードにする");
        await visitor.Page.GetByText("QRコードを新しくしました").WaitForAsync();

        var renewed = await visitor.Scan(visitor.Page.Locator("svg.qr"));
        Assert.NotEqual(member.Tokens[0], renewed);
        Assert.Equal("card-unknown", (await browser.App.Redeem(member.Tokens[0], 1_000, 800)).Code);
        Assert.Equal(201, (await browser.App.Redeem(renewed, 1_000, 800)).Status);
        Assert.Contains("QRコードの更新", await visitor.Text(), StringComparison.Ordinal);
        await visitor.Inspect();
        await visitor.Page.ReloadAsync();
        Assert.Equal(renewed, await visitor.Scan(visitor.Page.Locator("svg.qr")));
    }

    [Fact, Clause("KKR-10"), Clause("KKR-5.1")]
    public async Task AnIcCard_IsRenewedAtTheFront_BecauseItsChipSaysTheCode()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App);
        await member.AddCard(700, medium: "nfc");
        await member.SignIn(visitor);
        await visitor.Page.Locator(".sheet", new() { HasText = "700" }).GetByRole(AriaRole.Link, new() { Name = "カードを表示" }).ClickAsync();
        await visitor.Page.WaitForURLAsync("**/cards/*");

        Assert.Equal(0, await visitor.Page.GetByText("QRコードを新しくする").CountAsync());
        await visitor.Open($"/t/{member.Tokens[1]}");
        Assert.Contains("700", await visitor.Text(), StringComparison.Ordinal);
    }

    [Fact, Clause("KKR-11.2")]
    public async Task TheHistory_GoesOnIntoTheCardsThatWereMerged()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App, "kkr", 2_630, 1_370);
        for (var i = 0; i < 9; i++)
        {
            Assert.Equal(201, (await browser.App.Award(member.Cards[0], 1_000)).Status);
            Assert.Equal(201, (await browser.App.Award(member.Cards[1], 1_000)).Status);
        }

        Assert.Equal(201, (await browser.App.Post("api/merges", new { into = member.Cards[0], from = new[] { member.Cards[1] } }, Backend.NewId(), "kkr-front.local")).Status);
        await member.SignIn(visitor);
        await visitor.Follow("履歴");
        var first = await visitor.Page.Locator("tbody tr").AllInnerTextsAsync();
        await visitor.Inspect();
        await visitor.Follow("さらに前の履歴");

        var rest = await visitor.Page.Locator("tbody tr").AllInnerTextsAsync();
        string[] all = [.. first, .. rest];
        Assert.Equal(20, first.Count);
        Assert.Equal(20, all.Count(row => row.Contains("付与", StringComparison.Ordinal)));
        Assert.Equal(2, all.Count(row => row.Contains("カード発行", StringComparison.Ordinal)));
        Assert.Equal(11, all.Count(row => row.Contains(member.Cards[1][^4..], StringComparison.Ordinal) && !row.Contains("合算", StringComparison.Ordinal) && !row.Contains("会員情報", StringComparison.Ordinal)));
        Assert.Equal(0, await visitor.Page.GetByText("さらに前の履歴").CountAsync());
        Assert.Equal(404, (await visitor.Open($"{new Uri(visitor.Page.Url).AbsolutePath}?from=somebody.9")).Status);
    }

    [Fact]
    public async Task AFormOfNobody_OrOfAnotherSite_ChangesNothing()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App, "kkr", 2_630);
        await member.SignIn(visitor);
        await visitor.Follow("カードを表示");
        var address = $"{visitor.Page.Url}/withdrawal/confirm";
        var form = visitor.Context.APIRequest.CreateFormData().Set("agreed", "yes").Set("operation", "page-forged-operation").Set("token", "AAAAAAAAAAAAAAAAAAAAAA");

        var forged = await visitor.Context.APIRequest.PostAsync(address, new() { Form = form });
        var foreign = await visitor.Context.APIRequest.PostAsync(address, new() { Form = form, Headers = [new("Sec-Fetch-Site", "cross-site")] });
        var elsewhere = await visitor.Context.APIRequest.PostAsync(address, new() { Form = form, Headers = [new("Origin", "https://elsewhere.example")] });

        Assert.Equal((403, 403, 403), (forged.Status, foreign.Status, elsewhere.Status));
        Assert.Equal(2_630, await browser.App.Points(member.Cards[0]));
    }

    [Fact]
    public async Task SomebodyElsesCard_IsNotThere()
    {
        await using var owner = await browser.Visitor();
        await using var visitor = await browser.Visitor();
        await (await Member.Join(browser.App, "kkr", 2_630)).SignIn(owner);
        await (await Member.Join(browser.App)).SignIn(visitor);
        await owner.Follow("カードを表示");
        var card = new Uri(owner.Page.Url).AbsolutePath;

        foreach (var address in new[] { card, $"{card}/history", $"{card}/withdrawal/confirm" })
            Assert.Equal(404, (await visitor.Open(address)).Status);
    }

    [Fact, Clause("KKR-16.4")]
    public async Task AForfeiture_IsShownWithoutItsReason()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App, "kkr", 2_630);
        await member.SignIn(visitor);
        await visitor.Follow("カードを表示");
        Assert.Equal(201, (await browser.App.Post($"api/cards/{member.Cards[0]}/forfeiture", new { reason = "カードの偽造" }, Backend.NewId(), "kkr-operator.local")).Status);

        await visitor.Page.ReloadAsync();
        var card = await visitor.Page.ContentAsync();
        await visitor.Open("/mypage/kkr");

        Assert.Contains("このカードは失効しています。", card, StringComparison.Ordinal);
        Assert.DoesNotContain("偽造", card + await visitor.Page.ContentAsync(), StringComparison.Ordinal);
    }
}
