using System.Net;
using Functions.Tests;
using Microsoft.Playwright;

namespace Web.Tests;

/// <summary>The page that a tapped card opens.</summary>
[Collection(OneBrowser.Name)]
public sealed class TapTests(Browser browser)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(9));

    [Fact, Clause("KKR-10")]
    public async Task ATap_ShowsBalanceAndExpiry_AndNothingElse()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App, "kkr", 2_630);

        var answer = await visitor.Open($"/t/{member.Tokens[0]}");
        await visitor.Inspect();

        var text = await visitor.Page.Locator("body").InnerTextAsync();
        Assert.Equal("KKRポイント", await visitor.Page.Locator(".brand").InnerTextAsync());
        Assert.Contains("2,630", text, StringComparison.Ordinal);
        Assert.Contains("まで有効", text, StringComparison.Ordinal);
        Assert.DoesNotContain(member.Cards[0][^4..], text, StringComparison.Ordinal);
        Assert.DoesNotContain("花子", text, StringComparison.Ordinal);
        var headers = await answer.AllHeadersAsync();
        Assert.Equal(("no-store", "no-referrer", "noindex, nofollow"), (headers["cache-control"], headers["referrer-policy"], headers["x-robots-tag"]));
    }

    [Fact]
    public async Task UnknownEndedAndSuspendedCards_AreAnsweredByTheSameBytes_AndSoIsACardNumber()
    {
        await using var visitor = await browser.Visitor();
        // A forfeiture ends every card of its member, so the suspended card is somebody else's.
        var (member, other) = (await Member.Join(browser.App, "kkr", 2_630, 500), await Member.Join(browser.App, "kkr", 700));
        Assert.Equal(201, (await browser.App.Post($"api/cards/{member.Cards[0]}/withdrawal", new { }, Backend.NewId(), "kkr-front.local")).Status);
        Assert.Equal(201, (await browser.App.Post($"api/cards/{member.Cards[1]}/forfeiture", new { reason = "fraud" }, Backend.NewId(), "kkr-operator.local")).Status);
        Assert.Equal(201, (await browser.App.Post($"api/cards/{other.Cards[0]}/suspension", new { reason = "lost", identityConfirmed = true }, Backend.NewId(), "kkr-front.local")).Status);

        List<string> pages = [];
        foreach (var token in (string[])[.. member.Tokens, .. other.Tokens, "AAAAAAAAAAAAAAAAAAAAAA", "x", other.Cards[0]])
        {
            var answer = await visitor.Open($"/t/{token}");
            pages.Add($"{answer.Status} {await answer.TextAsync()}");
        }

        Assert.StartsWith("404 ", Assert.Single(pages.Distinct()), StringComparison.Ordinal);
        await visitor.Inspect();
    }

    [Fact]
    public async Task WhoGuessesTooOften_WaitsAMinute()
    {
        Assert.SkipWhen(Browser.Missing is not null, Browser.Missing ?? "");
        await using var app = await Backend.Start(null, "--RateLimit:PublicPerMinute=3");
        app.Clock.Stop(Noon);
        List<int> statuses = [];
        for (var i = 0; i < 5; i++)
        {
            using var answer = await app.Http.GetAsync(new Uri($"/t/AAAAAAAAAAAAAAAAAAAAA{i}", UriKind.Relative));
            statuses.Add((int)answer.StatusCode);
        }

        app.Clock.Stop(Noon.AddMinutes(1));
        using var later = await app.Http.GetAsync(new Uri("/t/AAAAAAAAAAAAAAAAAAAAAA", UriKind.Relative));

        Assert.Equal([404, 404, 404, 429, 429], statuses);
        Assert.Equal(HttpStatusCode.NotFound, later.StatusCode);
    }
}
