using Functions.Tests;

namespace Web.Tests;

/// <summary>The way of a person without a card: register, confirm, sign in, show a code at the front.</summary>
[Collection(OneBrowser.Name)]
public sealed class RegisterTests(Browser browser)
{
    [Fact, Clause("KKR-P-cards"), Clause("KKR-8")]
    public async Task ARegistration_IsFoundFromTheProgramsPage_AndEndsAtSigningIn()
    {
        await using var visitor = await browser.Visitor();
        var member = new Member(browser.App, "kkr", NewAddress());
        await visitor.Open("/programs/kkr");
        await visitor.Follow("オンライン会員登録");
        await visitor.Inspect();

        await member.Register(visitor);

        Assert.Equal("メールをお送りしました", await visitor.Heading());
        await visitor.Inspect();
        await visitor.Open($"/mypage/confirm?code={await member.Link("confirm")}");
        await visitor.Press("確認する");
        Assert.Contains("登録用QRコードをフロントで", await visitor.Text(), StringComparison.Ordinal);
        await visitor.Inspect();
        await visitor.Follow("マイページへログイン");
        Assert.EndsWith("/mypage/kkr/login", visitor.Page.Url, StringComparison.Ordinal);
        await member.SignIn(visitor);
        var home = await visitor.Text();
        Assert.Contains("共済 花子 様", home, StringComparison.Ordinal);
        Assert.Contains("カードをお受け取りください", home, StringComparison.Ordinal);
        await visitor.Inspect();
        await visitor.Follow("会員情報の確認");
        Assert.Contains("キョウサイ ハナコ", await visitor.Text(), StringComparison.Ordinal);
        Assert.Equal(0, await visitor.Page.Locator("main form").CountAsync());
        await visitor.Inspect();
    }

    [Fact]
    public async Task WhateverIsWrong_IsNamedAtItsField_AndNothingIsMailed()
    {
        await using var visitor = await browser.Visitor();
        var member = new Member(browser.App, "kkr", NewAddress());
        await visitor.Open("/mypage/kkr/register");
        await visitor.Fill("氏名", "共済 花子");
        await visitor.Fill("生年月日", "昨日");
        await visitor.Fill("電話番号", "なし");
        await visitor.Fill("メールアドレス", member.Email);

        await visitor.Press("登録を申し込む");

        var mistakes = await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert).InnerTextAsync();
        foreach (var mistake in new[] { "氏名（カナ）を", "生年月日は", "電話番号は", "郵便番号は", "住所を", "同意のチェック" })
            Assert.Contains(mistake, mistakes, StringComparison.Ordinal);
        Assert.DoesNotContain("メールアドレス", mistakes, StringComparison.Ordinal);
        Assert.Equal("true", await visitor.Page.GetByLabel("生年月日").GetAttributeAsync("aria-invalid"));
        Assert.Equal("共済 花子", await visitor.Page.GetByLabel("氏名", new() { Exact = true }).InputValueAsync());
        Assert.Empty(await member.Mails());
        await visitor.Inspect();
    }

    [Fact, Clause("KKR-P-cards")]
    public async Task AKnownAddress_GetsTheSamePage_AndOnlyItsReaderIsToldMore()
    {
        await using var visitor = await browser.Visitor();
        var (known, fresh) = (await Member.Join(browser.App), new Member(browser.App, "kkr", NewAddress()));

        await new Member(browser.App, "kkr", known.Email).Register(visitor);
        var ofKnown = await visitor.Page.ContentAsync();
        await fresh.Register(visitor);

        Assert.Equal(ofKnown, await visitor.Page.ContentAsync());
        Assert.Contains("すでに登録されています", (await known.Mails())[^1], StringComparison.Ordinal);
        Assert.Contains("/mypage/confirm?code=", Assert.Single(await fresh.Mails()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFormSentTwice_IsOneRegistration_ACorrectedOneGoesToTheOtherAddress()
    {
        await using var visitor = await browser.Visitor();
        var (mistyped, meant) = (new Member(browser.App, "kkr", NewAddress()), new Member(browser.App, "kkr", NewAddress()));
        await visitor.Open("/mypage/kkr/register");
        var operation = (await visitor.Page.Locator("input[name=operation]").GetAttributeAsync("value"))!;
        var terms = (await visitor.Page.Locator("input[name=terms]").GetAttributeAsync("value"))!;

        var statuses = await Task.WhenAll(Send(mistyped), Send(mistyped), Send(meant));

        Assert.Equal([200, 200, 200], statuses);
        Assert.Single(await mistyped.Mails());
        Assert.Single(await meant.Mails());

        async Task<int> Send(Member member)
        {
            var form = visitor.Context.APIRequest.CreateFormData();
            foreach (var (name, value) in ((string, string)[])
                [("name", "共済 花子"), ("kana", "キョウサイ ハナコ"), ("birthDate", "1960-04-01"), ("phone", "090-1234-5678"), ("postalCode", "102-0074"), ("address", "東京都千代田区"), ("email", member.Email), ("terms", terms), ("operation", operation)])
                form = form.Set(name, value);
            return (await visitor.Context.APIRequest.PostAsync("/mypage/kkr/register", new() { Form = form })).Status;
        }
    }

    [Fact]
    public async Task OnlyWhereTheTermsOfferIt_CanOneRegisterOnline()
    {
        await using var visitor = await browser.Visitor();

        var statuses = new List<int>();
        foreach (var program in new[] { "kkr", "keio", "kampo", "kamenoi", "none" })
            statuses.Add((await visitor.Open($"/mypage/{program}/register")).Status);
        await visitor.Open("/mypage/keio/login");

        Assert.Equal([200, 404, 404, 404, 404], statuses);
        Assert.Equal(0, await visitor.Page.GetByText("オンライン会員登録").CountAsync());
    }

    [Fact, Clause("KKR-P-cards")]
    public async Task ARegistrationCode_StaysTheSameUntilItIsUsed_AndGivesAnotherCard()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App, "kkr", 2_630);
        await member.SignIn(visitor);
        await visitor.Follow("カードを追加する");
        await visitor.Inspect();
        Assert.Equal(0, await visitor.Page.Locator("svg.qr").CountAsync());

        await visitor.Press("登録用QRコードを表示する");
        await visitor.Page.Locator("svg.qr").WaitForAsync();
        var code = await visitor.Scan(visitor.Page.Locator("svg.qr"));
        await visitor.Inspect();
        await visitor.Page.ReloadAsync();

        Assert.Equal(code, await visitor.Scan(visitor.Page.Locator("svg.qr")));
        Assert.Contains("まで有効", await visitor.Text(), StringComparison.Ordinal);
        Assert.Contains("1回限り", await visitor.Text(), StringComparison.Ordinal);
        Assert.InRange((await visitor.Page.Locator("svg.qr").BoundingBoxAsync())!.Width, 250, 360);
        await member.TakeCard(code);
        Assert.Equal("registration-code-invalid", (await member.TryTakeCard(code)).Code);
        await visitor.Page.ReloadAsync();
        Assert.Equal(0, await visitor.Page.Locator("svg.qr").CountAsync());
        await visitor.Open("/mypage/kkr");
        Assert.Equal(2, await visitor.Page.GetByText("カードを表示").CountAsync());
    }

    [Fact, Clause("KAMENOI-4.2")]
    public async Task WhereNoCodesAreOffered_MyPageHasNone()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App, "kamenoi");
        await member.SignIn(visitor);

        Assert.DoesNotContain("カードを追加する", await visitor.Text(), StringComparison.Ordinal);
        await visitor.Open("/mypage/kamenoi/registration-code");

        Assert.Equal("お手続きできません", await visitor.Heading());
        Assert.Contains("KAMENOI-4.2", await visitor.Text(), StringComparison.Ordinal);
    }

    private static string NewAddress() => $"hanako-{Guid.NewGuid():N}@example.jp";
}
