using Functions.Tests;
using Microsoft.Playwright;

namespace Web.Tests;

/// <summary>A clerk who pressed the button and got no answer.</summary>
[Collection(OneBrowser.Name)]
public sealed class CutConnectionTests(Browser browser)
{
    [Fact, Clause("KKR-5.3")]
    public async Task CutAfterItWasSent_TheDeskSaysThatItIsDone_WithTheReceipt()
    {
        await using var clerk = await Clerk.SignIn(browser);
        var (number, _) = await Cards.Make(browser.App, points: 2_000);
        await clerk.QuoteRedemption(number, 1_000, 5_000);
        await Cut(clerk, arrives: true);

        await clerk.Visitor.Open("/front");
        Assert.Contains("ポイント還元 −1,000ポイント", await clerk.Visitor.Text(), StringComparison.Ordinal);
        await clerk.Visitor.Press("どうなったか確認する");
        await clerk.Page.WaitForURLAsync("**/receipts/**");

        Assert.Contains("-1,000 P", await clerk.Page.Locator("pre.receipt").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1_000, await browser.App.Points(number));
        await clerk.Visitor.Open("/front");
        Assert.DoesNotContain("終わったか分からない", await clerk.Visitor.Text(), StringComparison.Ordinal);
    }

    [Fact, Clause("KKR-5.3")]
    public async Task CutBeforeItWasSent_TheDeskSaysThatNothingIsBooked_AndALateCopyStaysOut()
    {
        await using var clerk = await Clerk.SignIn(browser);
        var (number, _) = await Cards.Make(browser.App, points: 2_000);
        await clerk.QuoteRedemption(number, 1_000, 5_000);
        var (address, form) = await clerk.FormOfQuote();
        await Cut(clerk, arrives: false);

        await clerk.Visitor.Open("/front");
        await clerk.Visitor.Press("どうなったか確認する");

        Assert.Equal("実行されていません", await clerk.Visitor.Heading());
        Assert.Contains("これから記帳されることもありません", await clerk.Visitor.Text(), StringComparison.Ordinal);
        Assert.Equal(2_000, await browser.App.Points(number));
        // The form that was on its way arrives after all.
        var late = await clerk.Visitor.Context.APIRequest.PostAsync(address, new() { Form = form });
        Assert.Equal(409, late.Status);
        Assert.Equal(2_000, await browser.App.Points(number));
        await clerk.Visitor.Follow("カードを開いてやり直す");
        await clerk.QuoteRedemption(number, 1_000, 5_000);
        await clerk.Visitor.Press("還元する");
        await clerk.Page.WaitForURLAsync("**/receipts/**");
        Assert.Equal(1_000, await browser.App.Points(number));
    }

    [Fact]
    public async Task WhatIsUnfinished_OutlivesANewSignIn()
    {
        await using var clerk = await Clerk.SignIn(browser, width: 390);
        var (number, _) = await Cards.Make(browser.App, points: 2_000);
        await clerk.QuoteRedemption(number, 1_000, 5_000);
        var key = clerk.Visitor.Context.APIRequest.CreateFormData();
        key.Append("key", "kkr-front.local");
        await clerk.Visitor.Context.APIRequest.PostAsync("/front/login", new() { Form = key });

        await clerk.Visitor.Open("/front");
        Assert.Contains("ポイント還元 −1,000ポイント", await clerk.Visitor.Text(), StringComparison.Ordinal);
        await clerk.Visitor.Inspect();
        await clerk.Visitor.Press("どうなったか確認する");

        Assert.Equal("実行されていません", await clerk.Visitor.Heading());
        await clerk.Visitor.Inspect();
    }

    private static async Task Cut(Clerk clerk, bool arrives)
    {
        await clerk.Page.RouteAsync("**/front/actions/**", async route =>
        {
            if (arrives)
                await route.FetchAsync(new() { MaxRedirects = 0 });
            await route.AbortAsync("connectionreset");
        });
        var failed = clerk.Page.WaitForFailedRequest();
        await clerk.Visitor.Press("還元する");
        await failed;
        await clerk.Page.UnrouteAsync("**/front/actions/**");
    }
}

internal static class Requests
{
    /// <summary>The next request that fails.</summary>
    public static Task WaitForFailedRequest(this IPage page)
    {
        var failed = new TaskCompletionSource();
        page.RequestFailed += (_, _) => failed.TrySetResult();
        return failed.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }
}
