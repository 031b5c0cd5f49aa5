namespace Web.Tests;

/// <summary>What everybody may read.</summary>
[Collection(OneBrowser.Name)]
public sealed class PortalTests(Browser browser)
{
    [Fact]
    public async Task ThePortal_ShowsEveryProgram_AndLeadsToIt()
    {
        await using var visitor = await browser.Visitor();

        var answer = await visitor.Open("/");
        await visitor.Inspect();

        Assert.Equal(200, answer.Status);
        Assert.Equal("ポイントプログラム", await visitor.Heading());
        Assert.Equal(4, await visitor.Page.Locator("main li").CountAsync());
        await visitor.Follow("ご案内");
        Assert.Equal("KAMENOI HOTEL MEMBERS", await visitor.Heading());
        await visitor.Inspect();
    }

    [Fact]
    public async Task TheLanguage_IsRemembered()
    {
        await using var visitor = await browser.Visitor(width: 1280);
        await visitor.Open("/");

        await visitor.Follow("English");
        await visitor.Open("/programs/keio");

        Assert.Equal("en", await visitor.Page.Locator("html").GetAttributeAsync("lang"));
        await visitor.Inspect();
        await visitor.Follow("日本語");
        Assert.Equal("ja", await visitor.Page.Locator("html").GetAttributeAsync("lang"));
    }

    [Fact]
    public async Task APage_IsBoundByItsPolicy_AndAssetsAreKept()
    {
        await using var visitor = await browser.Visitor();
        var answer = await visitor.Open("/programs/kkr");
        var headers = await answer.AllHeadersAsync();
        var style = await visitor.Page.Locator("link[rel=stylesheet]").GetAttributeAsync("href");
        using var asset = await browser.App.Http.GetAsync(new Uri(style!, UriKind.Relative));

        Assert.StartsWith("default-src 'none'; style-src 'self' 'sha256-", headers["content-security-policy"], StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", headers["content-security-policy"], StringComparison.Ordinal);
        Assert.EndsWith("form-action 'self'; frame-ancestors 'none'", headers["content-security-policy"], StringComparison.Ordinal);
        Assert.Equal(("nosniff", "no-referrer", "no-store"), (headers["x-content-type-options"], headers["referrer-policy"], headers["cache-control"]));
        Assert.Matches("^/assets/site\\.[0-9a-f]{12}\\.css$", style);
        Assert.Equal("public, max-age=31536000, immutable", asset.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("/programs/none")]
    [InlineData("/assets/site.css")]
    public async Task WhatIsNotThere_IsAPageToo(string address)
    {
        await using var visitor = await browser.Visitor();

        var answer = await visitor.Open(address);

        Assert.Equal((404, "ページが見つかりません"), (answer.Status, await visitor.Heading()));
    }
}
