using Functions.Tests;
using Microsoft.Playwright;

namespace Web.Tests;

/// <summary>What a clerk does at the desk.</summary>
[Collection(OneBrowser.Name)]
public sealed class FrontDeskTests(Browser browser)
{
    [Fact, Clause("KKR-5.2"), Clause("KKR-10")]
    public async Task AnAward_IsShownFirst_ThenDone_WithAReceipt()
    {
        await using var clerk = await Clerk.SignIn(browser);
        var visitor = clerk.Visitor;
        await visitor.Inspect();
        var (number, payload) = await Cards.Make(browser.App, points: 500);

        await clerk.Scan(payload);
        Assert.DoesNotContain(payload, clerk.Page.Url, StringComparison.Ordinal);
        Assert.Contains("500", await visitor.Text(), StringComparison.Ordinal);
        Assert.Contains("一般利用者", await visitor.Text(), StringComparison.Ordinal);
        await visitor.Inspect();
        // The usual thing has the focus.
        await clerk.Page.Locator("a.big:focus").WaitForAsync();
        await clerk.Page.Keyboard.PressAsync("Enter");
        await clerk.Page.WaitForURLAsync("**/actions/award/*");
        await clerk.Page.Locator("#amountYen:focus").WaitForAsync();
        await visitor.Inspect();
        await clerk.Page.Keyboard.TypeAsync("１２,３００");
        await clerk.Choose("KKRホテル東京", "レストラン", "現金");
        await clerk.Page.Keyboard.PressAsync("Enter");
        await clerk.Page.WaitForURLAsync("**/quotes/award/*");

        Assert.Contains("+120", await visitor.Text(), StringComparison.Ordinal);
        Assert.Contains("620ポイント", await visitor.Text(), StringComparison.Ordinal);
        Assert.Equal(500, await browser.App.Points(number));
        await visitor.Inspect();
        await clerk.Page.Locator("button.big:focus").WaitForAsync();
        await clerk.Page.Keyboard.PressAsync("Enter");
        await clerk.Page.WaitForURLAsync("**/receipts/**");

        Assert.Equal("付与 完了", Single(await visitor.Heading()));
        var receipt = await clerk.Page.Locator("pre.receipt").InnerTextAsync();
        Assert.Contains("KKRホテル東京", receipt, StringComparison.Ordinal);
        Assert.Contains("+120 P", receipt, StringComparison.Ordinal);
        Assert.Contains("620 P", receipt, StringComparison.Ordinal);
        Assert.Contains(number[^4..], receipt, StringComparison.Ordinal);
        await visitor.Inspect();
        await clerk.Page.ReloadAsync();
        Assert.Equal(620, await browser.App.Points(number));
        var entry = (await browser.App.Get($"api/cards/{number}/entries", "kkr-front.local")).Json["entries"]![0]!;
        Assert.Equal(("award", "restaurant"), ((string?)entry["kind"], (string?)entry["department"]));
    }

    [Fact, Clause("KAMPO-6.1b")]
    public async Task TheDesk_AsksForTheGuests_WhereTheTermsCountThem()
    {
        var issued = await browser.App.Post("api/programs/kampo/cards", new { medium = "nfc", chipId = Backend.NewId() }, Backend.NewId(), "kampo-front.local");
        Assert.Equal(201, issued.Status);
        await using var clerk = await Clerk.SignIn(browser, "kampo-front.local");
        await clerk.Scan((string)issued.Json["cardNumber"]!);
        await clerk.Visitor.Follow("ポイント付与");
        await clerk.Visitor.Fill("利用金額（円）", "31,850");
        await clerk.Choose("かんぽの宿 箱根", "宿泊", "現金", "公式サイトからの予約");
        await clerk.Visitor.Fill("人数（小学生以下を除く）", "2");
        await clerk.Visitor.Press("内容を確認する");

        Assert.Contains("31,850円 ÷ 2名 = 15,925円", await clerk.Visitor.Text(), StringComparison.Ordinal);
        Assert.Contains("159", await clerk.Page.Locator(".balance").First.InnerTextAsync(), StringComparison.Ordinal);
        await clerk.Visitor.Inspect();
    }

    [Fact, Clause("KEIO-3.1")]
    public async Task TheDesk_AsksWhoseCreditCardItIs_WhereTheTermsTellThemApart()
    {
        var issued = await browser.App.Post("api/programs/keio/cards", new { medium = "nfc", chipId = Backend.NewId() }, Backend.NewId(), "keio-front.local");
        Assert.Equal(201, issued.Status);
        await using var clerk = await Clerk.SignIn(browser, "keio-front.local");
        await clerk.Scan((string)issued.Json["cardNumber"]!);
        await clerk.Visitor.Follow("ポイント付与");
        Assert.Equal(0, await clerk.Page.GetByLabel("クレジットカード", new() { Exact = true }).CountAsync());
        await clerk.Visitor.Fill("利用金額（円）", "11,000");
        await clerk.Visitor.Fill("うち税（円）", "1,000");
        await clerk.Page.Locator("input[name=facility][value=shinjuku]").CheckAsync();
        await clerk.Page.Locator("input[name=department][value=store]").CheckAsync();
        await clerk.Choose("他社のクレジットカード");
        await clerk.Visitor.Press("内容を確認する");

        Assert.Contains("支払方法 他社のクレジットカード は付与対象外のため 0ポイント", await clerk.Visitor.Text(), StringComparison.Ordinal);
        Assert.Contains("KEIO-3.1", await clerk.Visitor.Text(), StringComparison.Ordinal);
        await clerk.Visitor.Inspect();
    }

    [Fact, Clause("KKR-5.3"), Clause("KKR-8")]
    public async Task ARedemption_OfTheCodeOnMyPage_IsDoneOnce_HoweverOftenItIsSent()
    {
        await using var phone = await browser.Visitor();
        var member = await Member.Join(browser.App, "kkr", 2_630);
        await member.SignIn(phone);
        await phone.Follow("カードを表示");
        var shown = await phone.Scan(phone.Page.Locator("svg.qr"));
        // Without script nothing keeps a second click from being sent.
        await using var clerk = await Clerk.SignIn(browser, script: false);

        await clerk.QuoteRedemption(shown, 1_000, 5_000);
        Assert.Contains("1,630ポイント", await clerk.Visitor.Text(), StringComparison.Ordinal);
        var (address, form) = await clerk.FormOfQuote();
        await clerk.Visitor.Press("還元する");
        await clerk.Page.WaitForURLAsync("**/receipts/**");
        var again = await clerk.Visitor.Context.APIRequest.PostAsync(address, new() { Form = form });

        Assert.Equal(clerk.Page.Url, again.Url);

        Assert.Contains("−1,000", await clerk.Visitor.Text(), StringComparison.Ordinal);
        Assert.Equal(1_630, await browser.App.Points(member.Cards[0]));
        await clerk.Visitor.Open("/front");
        Assert.DoesNotContain("終わったか分からない", await clerk.Visitor.Text(), StringComparison.Ordinal);
    }

    [Fact, Clause("KKR-5.3")]
    public async Task TooFewPoints_AreToldPlainly_AndNothingIsBooked()
    {
        await using var clerk = await Clerk.SignIn(browser);
        var (number, _) = await Cards.Make(browser.App, points: 500);

        await clerk.QuoteRedemption(number, 1_000, 5_000);

        Assert.Equal("ポイント還元はできません", Single(await clerk.Visitor.Heading()));
        Assert.Contains("残高 500ポイントに対し 1,000ポイントは使えません。", await clerk.Visitor.Text(), StringComparison.Ordinal);
        Assert.Contains("何も記帳されていません", await clerk.Visitor.Text(), StringComparison.Ordinal);
        Assert.Equal(500, await browser.App.Points(number));
        await clerk.Visitor.Inspect();
    }

    [Fact]
    public async Task AWrongField_IsNamed_AndWhatWasTypedStays()
    {
        await using var clerk = await Clerk.SignIn(browser);
        var (number, _) = await Cards.Make(browser.App, points: 500);
        await clerk.Scan(number);
        await clerk.Visitor.Follow("ポイント付与");
        await clerk.Visitor.Fill("利用金額（円）", "いちまんえん");
        await clerk.Visitor.Fill("伝票番号", "R-77");
        await clerk.Choose("KKR箱根");
        await clerk.Visitor.Press("内容を確認する");

        Assert.Contains("利用金額（円）、部門をご確認ください", await clerk.Visitor.Text(), StringComparison.Ordinal);
        Assert.Equal("R-77", await clerk.Page.GetByLabel("伝票番号").InputValueAsync());
        Assert.True(await clerk.Page.GetByLabel("KKR箱根", new() { Exact = true }).IsCheckedAsync());
        await clerk.Visitor.Inspect();
    }

    [Fact, Clause("KKR-14.2")]
    public async Task ASuspendedCard_ShowsWhatIsLeftToDo_AndComesBack()
    {
        await using var clerk = await Clerk.SignIn(browser);
        var (number, _) = await Cards.Make(browser.App, points: 500);
        await clerk.Scan(number);
        await clerk.Visitor.Follow("利用停止");
        await clerk.Choose("不正の疑い");
        await clerk.Visitor.Press("内容を確認する");
        await clerk.Visitor.Press("利用を停止する");
        await clerk.Page.WaitForURLAsync("**/receipts/**");
        Assert.Equal("card-suspended", (await browser.App.Redeem(number, 1_000, 1_000)).Code);

        await clerk.Visitor.Follow("このカードへ");
        Assert.Contains("利用停止中", await clerk.Visitor.Text(), StringComparison.Ordinal);
        Assert.Equal(0, await clerk.Page.GetByRole(AriaRole.Link, new() { Name = "ポイント付与" }).CountAsync());
        await clerk.Visitor.Inspect();
        await clerk.Visitor.Follow("利用再開");
        await clerk.Page.GetByLabel("本人であることを確認しました").CheckAsync();
        await clerk.Visitor.Press("内容を確認する");
        await clerk.Visitor.Press("利用を再開する");
        await clerk.Page.WaitForURLAsync("**/receipts/**");

        Assert.Equal(201, (await browser.App.Award(number, 10_000)).Status);
    }

    [Fact, Clause("KKR-4.2"), Clause("KKR-9.2"), Clause("KKR-15.2")]
    public async Task ACard_IsIssuedWithItsFee_RegisteredOnPaper_AndWithdrawnInTwoSteps()
    {
        await using var clerk = await Clerk.SignIn(browser);
        var visitor = clerk.Visitor;
        await visitor.Follow("カード発行");
        await visitor.Inspect();
        await clerk.Choose("ICカード", "一般利用者");
        await visitor.Fill("ICチップの番号", $"CHIP-{Guid.NewGuid():N}");
        await visitor.Press("内容を確認する");
        Assert.Contains("300円", await visitor.Text(), StringComparison.Ordinal);
        await visitor.Inspect();
        await visitor.Press("発行する");
        await clerk.Page.WaitForURLAsync("**/receipts/**");
        await visitor.Inspect();

        await visitor.Follow("このカードへ");
        var number = clerk.Page.Url.Split('/')[^1];
        await visitor.Follow("会員登録・変更");
        await visitor.Fill("氏名", "共済 花子");
        await visitor.Fill("電話番号", "０９０－１２３４－５６７８");
        await visitor.Press("内容を確認する");
        await visitor.Press("登録する");
        await clerk.Page.WaitForURLAsync("**/receipts/**");
        Assert.Contains("不足", await visitor.Text(), StringComparison.Ordinal);
        Assert.Equal("共済 花子", (string?)(await browser.App.Get($"api/cards/{number}/member", "kkr-front.local")).Json["name"]);

        await clerk.Scan(number);
        await visitor.Follow("残高レシート");
        Assert.Contains("0 P", await clerk.Page.Locator("pre.receipt").InnerTextAsync(), StringComparison.Ordinal);
        await visitor.Follow("このカードへ");
        await visitor.Follow("退会");
        await visitor.Press("内容を確認する");
        await visitor.Press("退会する");
        Assert.Contains("チェックを入れてください", await visitor.Text(), StringComparison.Ordinal);
        await visitor.Inspect();
        await clerk.Page.GetByLabel("上記を確認し、説明しました").CheckAsync();
        await visitor.Press("退会する");
        await clerk.Page.WaitForURLAsync("**/receipts/**");
        Assert.Equal("card-retired", (await browser.App.Award(number, 10_000)).Code);
    }

    [Fact, Clause("KKR-12.2")]
    public async Task ABrokenCard_IsReissued_AndTheReceiptNamesTheNewOne()
    {
        await using var clerk = await Clerk.SignIn(browser);
        var (number, _) = await Cards.Make(browser.App, points: 500);
        await clerk.Scan(number);
        await clerk.Visitor.Follow("カード再発行");
        await clerk.Choose("破損・故障");
        await clerk.Page.GetByLabel("本人であることを確認しました").CheckAsync();
        await clerk.Visitor.Press("内容を確認する");
        await clerk.Visitor.Press("再発行する");
        await clerk.Page.WaitForURLAsync("**/receipts/**");

        await clerk.Visitor.Follow("このカードへ");

        Assert.DoesNotContain(number, clerk.Page.Url, StringComparison.Ordinal);
        Assert.Equal(500, await browser.App.Points(clerk.Page.Url.Split('/')[^1]));
    }

    private static string Single(string heading) => heading.ReplaceLineEndings(" ");
}
