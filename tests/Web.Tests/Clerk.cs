using Functions.Tests;
using Microsoft.Playwright;

namespace Web.Tests;

/// <summary>Somebody at the front desk, with a terminal that has signed in.</summary>
internal sealed class Clerk(Visitor visitor) : IAsyncDisposable
{
    public Visitor Visitor => visitor;
    public IPage Page => visitor.Page;

    public static async Task<Clerk> SignIn(Browser browser, string key = "kkr-front.local", int width = 1280, bool script = true)
    {
        var visitor = await browser.Visitor(width, script: script);
        var clerk = new Clerk(visitor);
        await visitor.Open("/front");
        await clerk.Show(key);
        await visitor.Page.WaitForURLAsync("**/front");
        return clerk;
    }

    public async Task Show(string key)
    {
        await visitor.Fill("端末キー", key);
        await visitor.Press("サインインする");
    }

    /// <summary>What a hardware scanner does: it types into whatever has the focus, and ends with Enter.</summary>
    public async Task Scan(string payload)
    {
        await visitor.Open("/front");
        await Page.Locator("#card:focus").WaitForAsync();
        await Page.Keyboard.TypeAsync(payload);
        await Page.Keyboard.PressAsync("Enter");
        await Page.WaitForURLAsync("**/front/cards/*");
    }

    /// <summary>Up to the page that shows what a redemption will be.</summary>
    public async Task QuoteRedemption(string card, long points, long billYen)
    {
        await Scan(card);
        await visitor.Follow("ポイント還元");
        await visitor.Fill("還元するポイント", $"{points}");
        await visitor.Fill("お会計（円）", $"{billYen}");
        await Choose("KKRホテル東京", "宿泊");
        await visitor.Press("内容を確認する");
    }

    /// <summary>What the quote on the screen would send, to be sent by other means.</summary>
    public async Task<(string Address, IFormData Form)> FormOfQuote()
    {
        var shown = Page.Locator("form:has(.button.big)");
        var form = visitor.Context.APIRequest.CreateFormData();
        foreach (var field in await shown.Locator("input[type=hidden]").AllAsync())
            form.Append((await field.GetAttributeAsync("name"))!, (await field.GetAttributeAsync("value"))!);
        return ((await shown.GetAttributeAsync("action"))!, form);
    }

    public async Task Choose(params string[] options)
    {
        foreach (var option in options)
            await Page.GetByLabel(option, new() { Exact = true }).CheckAsync();
    }

    public ValueTask DisposeAsync() => visitor.DisposeAsync();
}

/// <summary>Cards as the desk finds them.</summary>
internal static class Cards
{
    public static async Task<(string Number, string Payload)> Make(Backend app, long points = 0)
    {
        var issued = await app.Post("api/programs/kkr/cards", new { medium = "qr", memberClass = "general" }, Backend.NewId(), "kkr-front.local");
        Assert.Equal(201, issued.Status);
        var number = (string)issued.Json["cardNumber"]!;
        if (points > 0)
            Assert.Equal(201, (await app.Award(number, points * 100)).Status);
        return (number, (string)issued.Json["scanPayload"]!);
    }
}
