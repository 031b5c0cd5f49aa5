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

    [Fact, Clause("KKR-8"), Clause("KKR-17")]
    public async Task MemberData_IsChangedByTheMember_AndTheRecordNamesTheFields()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App);
        await member.SignIn(visitor);
        await visitor.Follow("会員情報の確認・変更");
        await visitor.Inspect();
        await visitor.Fill("電話番号", "０３－１２３４－５６７８");
        await visitor.Fill("生年月日", "昨日");
        await visitor.Press("変更する");
        Assert.Contains("生年月日は、過去の日付を", await visitor.Text(), StringComparison.Ordinal);
        await visitor.Inspect();
        await visitor.Fill("生年月日", "1960年4月2日");
        await visitor.Press("変更する");
        await visitor.Page.WaitForURLAsync("**/operations/page-*");
        Assert.Contains("会員情報を会員ご本人が登録・変更：生年月日・電話番号", await visitor.Text(), StringComparison.Ordinal);

        await visitor.Open("/mypage/kkr/notices");
        await visitor.Inspect();
        await visitor.Page.GetByLabel("キャンペーン等のお知らせ").CheckAsync();
        await visitor.Page.GetByLabel("ポイントの増減").CheckAsync();
        await visitor.Press("保存する");
        await visitor.Page.WaitForURLAsync("**/operations/page-*");
        Assert.Contains("お知らせメールの承諾・ポイント増減通知のご希望", await visitor.Text(), StringComparison.Ordinal);

        var data = await member.Json($"api/cards/{member.Cards[0]}/member");
        Assert.Equal(("1960-04-02", "03-1***-5678", "mail"), ((string?)data["birthDate"], (string?)data["phone"], (string?)data["newsBy"]![0]));
        await visitor.Open("/mypage/kkr/data");
        var changes = await visitor.Page.Locator("tbody tr").AllInnerTextsAsync();
        Assert.Contains("お知らせメール、ポイント増減のお知らせ", changes[0], StringComparison.Ordinal);
        Assert.Contains("生年月日、電話番号", changes[1], StringComparison.Ordinal);
        Assert.Contains("ご本人", changes[1], StringComparison.Ordinal);
        Assert.Contains("係員", changes[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoticeOfPoints_IsTheMembersChoice()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App);
        await member.SignIn(visitor);
        await Choose(wanted: true);
        Assert.Equal("points", (string?)(await member.Json($"api/cards/{member.Cards[0]}/member"))["noticeOf"]![0]);

        await Choose(wanted: false);

        Assert.Empty((await member.Json($"api/cards/{member.Cards[0]}/member"))["noticeOf"]!.AsArray());
        Assert.Empty((await member.Json($"api/cards/{member.Cards[0]}/member"))["newsBy"]!.AsArray());

        async Task Choose(bool wanted)
        {
            await visitor.Open("/mypage/kkr/notices");
            Assert.Equal(!wanted, await visitor.Page.GetByLabel("ポイントの増減").IsCheckedAsync());
            await visitor.Page.GetByLabel("ポイントの増減").SetCheckedAsync(wanted);
            await visitor.Press("保存する");
            await visitor.Page.WaitForURLAsync("**/operations/page-*");
        }
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
    public async Task ANewAddress_CountsWhenItIsConfirmed_AndSomebodyElsesIsAnsweredAlike()
    {
        await using var visitor = await browser.Visitor();
        var (member, other) = (await Member.Join(browser.App), await Member.Join(browser.App));
        var (own, mailsBefore) = ($"next-{Guid.NewGuid():N}@example.jp", (await other.Mails()).Count);
        await member.SignIn(visitor);

        var free = await Ask(own);
        var taken = await Ask(other.Email);

        Assert.Equal(free, taken);
        Assert.Equal(mailsBefore, (await other.Mails()).Count);
        var moved = new Member(browser.App, "kkr", own);
        await visitor.Open($"/mypage/confirm?code={await moved.Link("confirm")}");
        await visitor.Press("確認する");
        await visitor.Context.ClearCookiesAsync();
        await moved.SignIn(visitor);
        Assert.Contains("共済 花子 様", await visitor.Text(), StringComparison.Ordinal);

        async Task<string> Ask(string email)
        {
            await visitor.Open("/mypage/kkr/data");
            await visitor.Fill("新しいメールアドレス", email);
            await visitor.Press("確認メールを送る");
            await visitor.Page.WaitForURLAsync("**/data?mailed=yes");
            return await visitor.Page.GetByRole(AriaRole.Status).InnerTextAsync();
        }
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
