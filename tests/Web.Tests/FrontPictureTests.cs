namespace Web.Tests;

/// <summary>The pages of the desk in an ordinary case. <c>docs/screenshots/make</c> keeps their pictures.</summary>
[Collection(OneBrowser.Name)]
public sealed class FrontPictureTests(Browser browser)
{
    [Fact]
    public async Task WhatAClerkSees()
    {
        await using (var stranger = await browser.Visitor(1280))
        {
            await stranger.Open("/front");
            await stranger.Inspect("front-login");
        }

        var (card, _) = await Cards.Make(browser.App, points: 2_630);
        await using var clerk = await Clerk.SignIn(browser);
        await clerk.Visitor.Inspect("front");
        await clerk.QuoteRedemption(card, 1_000, 800);
        await clerk.Visitor.Inspect("front-quote");
        await clerk.Visitor.Press("還元する");
        await clerk.Page.WaitForURLAsync("**/receipts/**");
        Assert.Contains("1,630", await clerk.Visitor.Text(), StringComparison.Ordinal);
        await clerk.Visitor.Inspect("front-receipt");
        await clerk.Scan(card);
        await clerk.Visitor.Inspect("front-card");
        await clerk.Visitor.Follow("カード発行");
        await clerk.Visitor.Inspect("front-issue");
        foreach (var action in (string[])["award", "member", "suspend", "reissue", "withdraw"])
        {
            await clerk.Visitor.Open($"/front/actions/{action}/{card}");
            await clerk.Visitor.Inspect($"front-{action}");
        }
    }

    [Fact]
    public async Task WhatAnOperatorSees()
    {
        await Cards.Make(browser.App, points: 1_200);
        await using var clerk = await Clerk.SignIn(browser, "kkr-operator.local");
        await clerk.Visitor.Follow("運営者");
        await clerk.Visitor.Inspect("operator");
        await clerk.Visitor.Follow("ポイント債務");
        Assert.Equal("ポイント債務", await clerk.Visitor.Heading());
        await clerk.Visitor.Inspect("operator-liability");
        foreach (var page in (string[])["keys", "letters"])
        {
            await clerk.Visitor.Open($"/front/operator/{page}");
            await clerk.Visitor.Inspect($"operator-{page}");
        }
    }
}
