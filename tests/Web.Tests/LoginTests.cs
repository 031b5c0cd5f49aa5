using Functions.Tests;
using Microsoft.Playwright;

namespace Web.Tests;

/// <summary>The way into My Page, and out of it.</summary>
[Collection(OneBrowser.Name)]
public sealed class LoginTests(Browser browser)
{
    [Fact, Clause("KKR-8")]
    public async Task TheLinkFromTheMail_OpensMyPage_ByTheKeyboardAlone()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App, "kkr", 2_630);
        await visitor.Open("/mypage/kkr");
        await visitor.Inspect();

        await visitor.TabTo("メールアドレス");
        await visitor.Page.Keyboard.TypeAsync(member.Email);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.WaitForURLAsync("**/mypage/kkr/login/sent");
        await visitor.Inspect();
        await visitor.Open($"/mypage/kkr/login/link?code={await member.Link("link")}");
        await visitor.Inspect();
        await visitor.TabTo("ログインする");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.WaitForURLAsync("**/mypage/kkr");

        var text = await visitor.Text();
        Assert.Contains("共済 花子 様", text, StringComparison.Ordinal);
        Assert.Contains("2,630", text, StringComparison.Ordinal);
        await visitor.Inspect();
        var cookie = Assert.Single(await visitor.Context.CookiesAsync(), cookie => cookie.Name == "mypage");
        Assert.Equal((true, SameSiteAttribute.Lax, "/"), (cookie.HttpOnly, cookie.SameSite, cookie.Path));
    }

    [Fact]
    public async Task AnUnknownAddress_GetsTheSamePage_AndNoMail()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App);
        var stranger = new Member(browser.App, "kkr", $"nobody-{Guid.NewGuid():N}@example.jp");

        var known = await AskFor(visitor, member.Email);
        var unknown = await AskFor(visitor, stranger.Email);

        Assert.Equal(known, unknown);
        Assert.Single(await member.Mails(), mail => mail.Contains("/login/link?code=", StringComparison.Ordinal));
        Assert.Empty(await stranger.Mails());
    }

    [Fact]
    public async Task ALink_WorksOnce_AndOpeningItUsesNothingUp()
    {
        await using var first = await browser.Visitor();
        await using var second = await browser.Visitor();
        var member = await Member.Join(browser.App);
        await AskFor(first, member.Email);
        var link = $"/mypage/kkr/login/link?code={await member.Link("link")}";
        // A mail scanner looks at it twice.
        await second.Open(link);
        await second.Open(link);

        await first.Open(link);
        await first.Press("ログインする");
        await first.Page.WaitForURLAsync("**/mypage/kkr");
        await second.Press("ログインする");

        Assert.Equal("このリンクは使えません", await second.Heading());
        await second.Inspect();
    }

    [Fact]
    public async Task TooManyMailsToOneAddress_AreNotSent_AndNothingTellsIt()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App);

        string[] answers = [.. (await Task.WhenAll(Enumerable.Range(0, 7).Select(_ => Post(visitor, "/mypage/kkr/login", ("email", member.Email))))).Distinct()];

        Assert.Equal("メールをご確認ください", Assert.Single(answers));
        Assert.Equal(5, (await member.Mails()).Count(mail => mail.Contains("/login/link?code=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SigningOut_EndsTheSession_AndEverywhereAllOfThem()
    {
        await using var phone = await browser.Visitor();
        await using var laptop = await browser.Visitor(width: 1280);
        var member = await Member.Join(browser.App);
        await member.SignIn(phone);
        await member.SignIn(laptop);

        var cookie = (await phone.Context.CookiesAsync()).Single(cookie => cookie.Name == "mypage");
        await phone.Press("ログアウト");
        await phone.Page.WaitForURLAsync("**/login");
        // The old cookie, kept by somebody, is of no use.
        await phone.Context.AddCookiesAsync([new() { Name = cookie.Name, Value = cookie.Value, Url = phone.Page.Url }]);
        await phone.Open("/mypage/kkr");
        Assert.EndsWith("/mypage/kkr/login", phone.Page.Url, StringComparison.Ordinal);

        await member.SignIn(phone);
        await phone.Open("/mypage/kkr/sessions");
        await phone.Inspect();
        await phone.Press("すべてログアウトする");
        await phone.Page.WaitForURLAsync("**/login");
        await laptop.Open("/mypage/kkr");
        Assert.EndsWith("/mypage/kkr/login", laptop.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASessionOfOneProgram_IsNoneOfAnother()
    {
        await using var visitor = await browser.Visitor();
        await (await Member.Join(browser.App)).SignIn(visitor);

        await visitor.Open("/mypage/keio");

        Assert.EndsWith("/mypage/keio/login", visitor.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheMailedConfirmation_IsAPageWithAButton()
    {
        await using var visitor = await browser.Visitor();
        var member = new Member(browser.App, "kkr", $"new-{Guid.NewGuid():N}@example.jp");
        await member.AddCard();
        await visitor.Open($"/mypage/confirm?code={await member.Link("confirm")}");
        await visitor.Inspect();

        await visitor.Press("確認する");

        Assert.Equal("確認できました", await visitor.Heading());
        await member.SignIn(visitor);
    }

    [Fact]
    public async Task AMistypedAddress_IsNamedAtItsField()
    {
        await using var visitor = await browser.Visitor();
        await visitor.Open("/mypage/kkr/login");

        await visitor.Fill("メールアドレス", "hanako@");
        await visitor.Press("リンクを送る");

        Assert.Equal("true", await visitor.Page.GetByLabel("メールアドレス").GetAttributeAsync("aria-invalid"));
        Assert.Equal("email-mistake", await visitor.Page.GetByLabel("メールアドレス").GetAttributeAsync("aria-describedby"));
        await visitor.Inspect();
    }

    private static async Task<string> AskFor(Visitor visitor, string email)
    {
        await visitor.Open("/mypage/kkr/login");
        await visitor.Fill("メールアドレス", email);
        await visitor.Press("リンクを送る");
        await visitor.Page.WaitForURLAsync("**/sent");
        return await visitor.Page.ContentAsync();
    }

    private static async Task<string> Post(Visitor visitor, string address, params (string Name, string Value)[] fields)
    {
        var answer = await visitor.Context.APIRequest.PostAsync(address, new() { Form = fields.Aggregate(visitor.Context.APIRequest.CreateFormData(), (form, field) => form.Set(field.Name, field.Value)) });
        var page = await answer.TextAsync();
        return page[(page.IndexOf("<h1>", StringComparison.Ordinal) + 4)..page.IndexOf("</h1>", StringComparison.Ordinal)];
    }
}
