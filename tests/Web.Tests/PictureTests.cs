using Functions.Tests;
using Microsoft.Playwright;

namespace Web.Tests;

/// <summary>Every page as a visitor meets it in an ordinary case. <c>docs/screenshots/make</c> keeps their pictures.</summary>
[Collection(OneBrowser.Name)]
public sealed class PictureTests(Browser browser)
{
    [Fact]
    public async Task WhatEverybodySees()
    {
        await using var visitor = await browser.Visitor();
        await Look(visitor, "/", "portal");
        await Look(visitor, "/programs/kkr", "program");
        await Look(visitor, "/mypage/kkr/login", "login");
        await Look(visitor, "/mypage/kkr/login/sent", "login-sent");
        await Look(visitor, "/mypage/kkr/register", "register");
        await Look(visitor, "/mypage/kkr/register/sent", "register-sent");
        var member = await Member.Join(browser.App, "kkr", 2_630);
        await Look(visitor, $"/t/{member.Tokens[0]}", "tap");
    }

    [Fact]
    public async Task WhatANewMemberSees()
    {
        await using var visitor = await browser.Visitor();
        var member = new Member(browser.App, "kkr", "hanako.k@example.jp");
        await member.Register(visitor);
        await Look(visitor, $"/mypage/confirm?code={await member.Link("confirm")}", "confirm");
        await visitor.Press("確認する");
        await visitor.Inspect("confirmed");
        await member.SignIn(visitor);
        await visitor.Inspect("mypage-without-card");
        await visitor.Open("/mypage/kkr/registration-code");
        await visitor.Press("登録用QRコードを表示する");
        await visitor.Page.Locator("svg.qr").WaitForAsync();
        await visitor.Inspect("registration-code");
    }

    [Fact]
    public async Task WhatAMemberSees()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App, "kkr", 2_630, 1_370);
        Assert.Equal(201, (await browser.App.Redeem(member.Cards[0], 1_000, 800)).Status);
        await member.SignIn(visitor);
        await visitor.Inspect("mypage");
        await visitor.Page.Locator(".sheet", new() { HasText = "1,630" }).GetByRole(AriaRole.Link, new() { Name = "カードを表示" }).ClickAsync();
        await visitor.Page.WaitForURLAsync("**/cards/*");
        var card = new Uri(visitor.Page.Url).AbsolutePath;
        await visitor.Inspect("card");
        await Look(visitor, $"{card}/history", "history");
        await Look(visitor, $"{card}/loss", "loss");
        await Look(visitor, $"{card}/withdrawal/confirm", "withdrawal");
        await Look(visitor, "/mypage/kkr/notices", "notices");
        await Look(visitor, "/mypage/kkr/data", "data");
        await Look(visitor, "/mypage/kkr/sessions", "sessions");
        await Look(visitor, "/mypage/kkr/join", "join");
        await visitor.Page.GetByRole(AriaRole.Radio, new() { Name = "合算" }).CheckAsync();
        await visitor.Page.GetByRole(AriaRole.Radio, new() { Name = "1,630ポイント" }).CheckAsync();
        await visitor.Page.GetByRole(AriaRole.Checkbox, new() { Name = "1,370ポイント" }).CheckAsync();
        await visitor.Press("結果を確認する");
        await visitor.Inspect("join-confirm");
    }

    [Fact]
    public async Task WhatAMemberWhoExchangesSees()
    {
        await using var visitor = await browser.Visitor();
        var member = await Member.Join(browser.App, "keio");
        await member.SignIn(visitor);
        await Look(visitor, "/mypage/keio/exchange", "exchange");
    }

    private static async Task Look(Visitor visitor, string address, string picture)
    {
        Assert.Equal(200, (await visitor.Open(address)).Status);
        await visitor.Inspect(picture);
    }
}
