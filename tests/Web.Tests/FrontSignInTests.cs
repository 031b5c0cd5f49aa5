using System.Net;
using Functions.Keys;
using Functions.Store;
using Functions.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Web.Tests;

/// <summary>Who gets to the desk, and who does not.</summary>
[Collection(OneBrowser.Name)]
public sealed class FrontSignInTests(Browser browser)
{
    [Fact]
    public async Task AWrongKey_AndAKeyOfATill_AreRefused_AndNeverShown()
    {
        await using var visitor = await browser.Visitor(1280);
        var clerk = new Clerk(visitor);
        await visitor.Open("/front");
        Assert.EndsWith("/front/login", visitor.Page.Url, StringComparison.Ordinal);
        await visitor.Inspect();

        await clerk.Show("kkr-front.wrong-secret");
        Assert.Contains("このキーは使えません", await visitor.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", await visitor.Page.ContentAsync(), StringComparison.Ordinal);
        await visitor.Inspect();
        await clerk.Show("kkr-pos.local");
        Assert.Contains("これはレジ用のキーです", await visitor.Text(), StringComparison.Ordinal);

        await visitor.Open("/front");
        Assert.EndsWith("/front/login", visitor.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheCookie_IsOutOfReach_AndAFormWithoutItsTokenIsRefused()
    {
        await using var clerk = await Clerk.SignIn(browser);
        var (number, _) = await Cards.Make(browser.App, points: 500);
        var cookie = Assert.Single(await clerk.Visitor.Context.CookiesAsync(), cookie => cookie.Name == "front");
        Assert.Equal((true, Microsoft.Playwright.SameSiteAttribute.Strict), (cookie.HttpOnly, cookie.SameSite));
        var form = clerk.Visitor.Context.APIRequest.CreateFormData();
        form.Append("operation", "page-forged-operation");
        form.Append("agreed", "yes");

        var answer = await clerk.Visitor.Context.APIRequest.PostAsync($"/front/actions/withdraw/{number}", new() { Form = form });

        Assert.Equal(403, answer.Status);
        Assert.Equal("active", (string?)(await browser.App.Get($"api/cards/{number}")).Json["status"]);
    }

    [Fact]
    public async Task SigningOut_EndsTheSession_AndAFrontKeyOpensNothingOfTheOperator()
    {
        await using var clerk = await Clerk.SignIn(browser);
        var (number, _) = await Cards.Make(browser.App);
        foreach (var address in new[] { "/front/operator", "/front/operator/keys", "/front/operator/letters", "/front/operator/liability", $"/front/operator/forfeitures/{number}", $"/front/actions/forfeit/{number}" })
            Assert.Equal(403, (await clerk.Visitor.Open(address)).Status);
        await clerk.Visitor.Inspect();
        await clerk.Visitor.Open("/front");
        await clerk.Visitor.Press("サインアウト");
        await clerk.Page.WaitForURLAsync("**/front/login");

        await clerk.Visitor.Open("/front");

        Assert.EndsWith("/front/login", clerk.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUnknownCard_IsToldAtTheField()
    {
        await using var clerk = await Clerk.SignIn(browser, width: 390);
        await clerk.Visitor.Fill("カード", "4101 0000 0000 0001");
        await clerk.Visitor.Press("カードを開く");

        Assert.Contains("このカードは登録されていません", await clerk.Visitor.Text(), StringComparison.Ordinal);
        await clerk.Visitor.Inspect();
    }

    [Fact]
    public async Task ARevokedKey_EndsItsSession()
    {
        Assert.SkipWhen(Browser.Missing is not null, Browser.Missing ?? "");
        await using var app = await Backend.Start();
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = new Uri($"http://localhost:{app.Http.BaseAddress!.Port}") };
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("key", "kkr-front.local")]);
        using var signedIn = await http.PostAsync(new Uri("/front/login", UriKind.Relative), form);
        Assert.Equal("/front", signedIn.Headers.Location!.ToString());
        using (var open = await http.GetAsync(new Uri("/front", UriKind.Relative)))
            Assert.Equal(HttpStatusCode.OK, open.StatusCode);

        await app.Services.GetRequiredService<CosmosStore>().Keys.Remove("kkr-front", "kkr-front", CancellationToken.None);
        // What an instance does by itself after a minute.
        app.Services.GetRequiredService<KeyStore>().Forget("kkr-front");
        using var closed = await http.GetAsync(new Uri("/front", UriKind.Relative));

        Assert.Equal((HttpStatusCode.SeeOther, "/front/login"), (closed.StatusCode, closed.Headers.Location!.ToString()));
    }
}
