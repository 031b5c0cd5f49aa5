using System.Text.Json.Nodes;

namespace Functions.Tests.Members;

public sealed class ConfirmMailTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(9));

    [Fact, Clause("KKR-8"), Clause("KKR-12.1"), Clause("KKR-P-lost")]
    public async Task TheCode_OpensMyPage_Once_AndThenALossCanBeReported()
    {
        await using var app = await Backend.Start();
        var (card, email) = (await app.Card(), Person.NewAddress());
        await app.Register(card, Person.Form(email));
        var code = await app.Code(email);

        var lossBefore = await app.Post($"api/cards/{card}/suspension", new { reason = "lost", identityConfirmed = true }, Backend.NewId(), Person.Front);
        var confirmed = await app.Confirm(code);
        var again = await app.Confirm(code);
        var unknown = await app.Confirm("AAAAAAAAAAAAAAAAAAAAAA");
        var loss = await app.Post($"api/cards/{card}/suspension", new { reason = "lost", identityConfirmed = true }, Backend.NewId(), Person.Front);
        var shown = await app.Member(card);

        Assert.Equal("my-page-needed", lossBefore.Code);
        Assert.Equal((200, "{\"program\":\"kkr\",\"myPageOpen\":true}"), (confirmed.Status, confirmed.Body));
        Assert.Equal((404, "code-unknown", again.Body), (again.Status, again.Code, unknown.Body));
        Assert.Equal(201, loss.Status);
        Assert.Equal(("a***@docomo.ne.jp", (string?)null, true), ((string?)shown["email"], (string?)shown["pendingEmail"], (bool)shown["myPageOpen"]!));
    }

    [Fact]
    public async Task ACode_LivesForADay_AndANewMailReplacesTheOldCode()
    {
        await using var app = await Backend.Start();
        app.Clock.Stop(Monday);
        var (card, email) = (await app.Card(), Person.NewAddress());
        await app.Register(card, Person.Form(email));
        var first = await app.Code(email);
        app.Clock.Stop(Monday.AddHours(25));
        var late = await app.Confirm(first);

        await app.Register(card, Person.Form(email));
        var second = await app.Code(email);

        Assert.Equal((404, 404, 200), (late.Status, (await app.Confirm(first)).Status, (await app.Confirm(second)).Status));
        Assert.Equal(2, (await app.Mails(email)).Count);
    }

    [Fact]
    public async Task AChangedAddress_NeedsItsOwnConfirmation_TheOldOneStaysUntilThen()
    {
        await using var app = await Backend.Start();
        var (card, old, email) = (await app.Card(), $"old.{Person.NewAddress()}", $"new.{Person.NewAddress()}");
        await app.Register(card, Person.Form(old));
        await app.Confirm(await app.Code(old));
        await app.Register(card, new JsonObject { ["email"] = email });
        var between = await app.Member(card);
        var unchanged = await app.Register(card, new JsonObject { ["kana"] = "キョウサイ" });

        await app.Confirm(await app.Code(email));
        var after = await app.Member(card);

        Assert.Equal(("o***@docomo.ne.jp", "n***@docomo.ne.jp", true), ((string?)between["email"], (string?)between["pendingEmail"], (bool)between["myPageOpen"]!));
        Assert.True((bool)unchanged.Json["myPageOpen"]!);
        Assert.Single(await app.Mails(email), mail => ((string)mail["subject"]!).EndsWith("メールアドレスのご確認", StringComparison.Ordinal));
        Assert.Equal("n***@docomo.ne.jp", (string?)after["email"]);
        Assert.Empty((await app.Search(new { email = old })).Json.AsArray());
        Assert.Single((await app.Search(new { email })).Json.AsArray());
        // The old address is free again.
        Assert.Equal(201, (await app.Register(await app.Card(), Person.Form(old, "別 太郎"))).Status);
    }

    [Fact]
    public async Task AnIssueWithAHolder_MailsTheCodeToo()
    {
        await using var app = await Backend.Start();
        var email = Person.NewAddress();
        var body = new { medium = "qr", holder = new { name = "共済 太郎", email } };

        var issued = await app.Post("api/programs/kkr/cards", body, "issue", Person.Front);
        var again = await app.Post("api/programs/kkr/cards", body, "issue", Person.Front);

        Assert.Equal(issued.Body, again.Body);
        Assert.Single(await app.Mails(email));
        Assert.Equal(200, (await app.Confirm(await app.Code(email))).Status);
    }

    [Fact]
    public async Task AClientThatGuesses_IsLockedOutForTheMinute_EvenWithTheRightCode()
    {
        await using var app = await Backend.Start(settings: "--RateLimit:PublicPerMinute=10");
        app.Clock.Stop(Monday);
        var (card, email) = (await app.Card(), Person.NewAddress());
        await app.Register(card, Person.Form(email));

        var guesses = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => app.Confirm($"AAAAAAAAAAAAAAAAAAAA{i:00}")));
        app.Clock.Stop(Monday.AddSeconds(20));
        var right = await app.Confirm(await app.Code(email));
        app.Clock.Stop(Monday.AddSeconds(60));
        var later = await app.Confirm(await app.Code(email));

        Assert.Equal((10, 20), (guesses.Count(reply => reply.Status == 404), guesses.Count(reply => reply.Status == 429)));
        Assert.Equal((429, "too-many-requests", "40"), (right.Status, right.Code, right.Headers["Retry-After"]));
        Assert.Equal(200, later.Status);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"code\":\" \"}")]
    [InlineData("{\"code\":1}")]
    public async Task WhatIsNoCode_Is400(string body)
    {
        await using var app = await Backend.Start();

        var reply = await app.Send(HttpMethod.Post, "api/mail-confirmations", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), null, key: null);

        Assert.Equal((400, "code"), (reply.Status, Assert.Single(reply.Json["errors"]!.AsObject()).Key));
    }
}
