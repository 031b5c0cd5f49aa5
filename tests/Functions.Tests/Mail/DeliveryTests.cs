using System.Text;
using System.Text.Json;
using Local.Cosmos;

namespace Functions.Tests.Mail;

/// <summary>However often a mail is delivered, and whatever breaks on the way: one reply, and nothing that says who is a member.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private const string Taro = "a..b@docomo.ne.jp";

    private Inbox inbox = null!;

    public async ValueTask InitializeAsync()
    {
        inbox = await Inbox.Start(null, "--Kakunin:RepliesPerMemberPerDay=100");
        await inbox.Member(Taro);
    }

    public ValueTask DisposeAsync() => inbox.DisposeAsync();

    [Fact]
    public async Task ASecondDelivery_Answers200_AndDoesNothing()
    {
        var mail = Inbox.Empty(Taro, "<twice@docomo.ne.jp>");

        var first = await inbox.Deliver(mail, Taro);
        var second = await inbox.Deliver(mail, Taro);
        var otherForm = await inbox.Deliver(mail, Taro, raw: false);
        var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => inbox.Deliver(Inbox.Empty(Taro, "<at-once@docomo.ne.jp>"), Taro)));

        Assert.All([first, second, otherForm, .. together], reply => Assert.Equal(200, reply.Status));
        Assert.Equal(
            ["<at-once@docomo.ne.jp>", "<twice@docomo.ne.jp>"],
            (await inbox.Replies()).Select(reply => (string?)reply["headers"]!["In-Reply-To"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AMailWithoutAnId_IsKnownByItsBytes()
    {
        var (form, timestamp) = (Inbox.Form(Inbox.Fixture("no-message-id"), "taro@docomo.ne.jp"), inbox.Timestamp());
        await inbox.Member("taro@docomo.ne.jp");

        for (var i = 0; i < 2; i++)
            Assert.Equal(200, (await inbox.Post(form, Inbox.Sign(form.Body, timestamp), timestamp)).Status);

        var reply = Assert.Single(await inbox.Replies("taro@docomo.ne.jp"));
        Assert.Null(reply["headers"]!["In-Reply-To"]);
    }

    public static IEnumerable<TheoryDataRow<int, string>> Failures =>
        Enumerable.Range(1, 10).SelectMany(call => new[] { "before", "after commit" }.Select(when => new TheoryDataRow<int, string>(call, when)));

    /// <summary>The store goes away at each call in turn, with and without having done what was asked: what the mail service sends again is answered once.</summary>
    [Theory, MemberData(nameof(Failures))]
    public async Task TheStoreGoesAway_ThenTheSameMailComesAgain_OneReply(int call, string when)
    {
        var mail = Inbox.Empty(Taro, $"<{call}-{when.Length}@docomo.ne.jp>");
        var seen = 0;
        inbox.App.Cosmos.Faults.OnRequest = request =>
            request.Container is "leases" || Interlocked.Increment(ref seen) < call ? null : when == "before" ? Fault.UnavailableBefore() : Fault.UnavailableAfterCommit();
        var broken = await inbox.Deliver(mail, Taro);
        inbox.App.Cosmos.Faults.OnRequest = null;

        var again = await inbox.Deliver(mail, Taro);

        Assert.Equal(seen < call ? 200 : 503, broken.Status);
        Assert.Equal(200, again.Status);
        Assert.Single(await inbox.Replies(Taro));
    }

    [Theory]
    [InlineData("<a.b-1@docomo.ne.jp>", true)]
    [InlineData("<=?x?=@docomo.ne.jp>", true)]
    [InlineData("a.b@docomo.ne.jp", false)]
    [InlineData("<a b@docomo.ne.jp>", false)]
    [InlineData("<a@docomo.ne.jp> <b@docomo.ne.jp>", false)]
    [InlineData("<a@docomo.ne.jp>\r\n\tX-Evil: 1", false)]
    [InlineData("<a\r@docomo.ne.jp>", false)]
    [InlineData("<太郎@docomo.ne.jp>", false)]
    [InlineData("<>", false)]
    public async Task OnlyAnIdThatIsOne_IsRepeatedInAHeader(string messageId, bool repeated)
    {
        Assert.Equal(200, (await inbox.Deliver(Inbox.Empty(Taro, messageId), Taro)).Status);

        var headers = Assert.Single(await inbox.Replies(Taro))["headers"]!.AsObject();

        Assert.Equal(repeated ? messageId : null, (string?)headers["In-Reply-To"]);
        Assert.Equal(repeated ? messageId : null, (string?)headers["References"]);
        Assert.Equal(("auto-replied", "All", "kakunin"), ((string?)headers["Auto-Submitted"], (string?)headers["X-Auto-Response-Suppress"], (string?)headers["X-Points-Letter"]));
        Assert.False(headers.ContainsKey("X-Evil"));
    }

    [Fact]
    public async Task OurOwnReply_IsNotAnswered()
    {
        await inbox.Deliver(Inbox.Empty(Taro), Taro);
        var headers = Assert.Single(await inbox.Replies())["headers"]!.AsObject().Where(header => header.Key is not ("From" or "Message-ID")).Select(header => $"{header.Key}: {header.Value}\r\n");

        await inbox.Deliver(Encoding.UTF8.GetBytes($"From: {Taro}\r\nTo: {Inbox.Kakunin}\r\nMessage-ID: <r@x>\r\n{string.Concat(headers)}\r\n"), Taro);

        Assert.Single(await inbox.Replies());
        Assert.Equal("KakuninRefused automatic", inbox.Log.Kakunin[^1]);
    }

    [Fact]
    public async Task MembersAndStrangers_HaveTheSameAnswer_AndNoAddressIsLogged()
    {
        var form = Inbox.Form(Inbox.Empty(Taro, "<known@docomo.ne.jp>"), Taro);
        var answers = new[]
        {
            await inbox.Signed(form),
            await inbox.Signed(form),
            await inbox.Deliver(Inbox.Empty("stranger@docomo.ne.jp"), "stranger@docomo.ne.jp"),
            await inbox.Deliver(Inbox.Empty(Taro), Taro, spf: "fail"),
            await inbox.Deliver(Inbox.Fixture("vacation-reply"), Taro),
            await inbox.Deliver(Inbox.Fixture("to-somebody-else"), Taro, to: "info@kkr.example"),
            await inbox.Deliver(Inbox.Fixture("no-from"), Taro),
            await inbox.Signed(("--xYzZY--\r\n"u8.ToArray(), form.Type)),
            await inbox.Signed((form.Body[..^30], form.Type)),
        };

        var shown = answers.Select(answer => JsonSerializer.Serialize(new { answer.Status, answer.Body, Headers = answer.Headers.Where(header => header.Key != "Date") })).ToList();
        Assert.All(shown, one => Assert.Equal(shown[0], one));
        Assert.Single(await inbox.Replies());
        Assert.DoesNotContain(inbox.Log.All, line => line.Contains("docomo", StringComparison.Ordinal));
        Assert.Contains("KakuninRefused not-a-member", inbox.Log.Kakunin);
    }

    [Fact]
    public async Task WhatIsStored_NamesNoAddress()
    {
        await inbox.Deliver(Inbox.Fixture("docomo-two-dots"), Taro);
        await inbox.Deliver(Inbox.Empty("stranger@docomo.ne.jp"), "stranger@docomo.ne.jp");

        var stored = await StoredMail();

        Assert.Equal(["inbound", "inbound"], stored.Select(document => (string?)document["kind"]).Where(kind => kind is not null));
        Assert.All(stored.Where(document => (string?)document["kind"] == "inbound"), document => Assert.Equal(30 * 24 * 60 * 60, (int)document["ttl"]!));
        Assert.DoesNotContain(stored, document => document.ToJsonString().Contains('@') && !document.ToJsonString().Contains("20260301100000.docomo-two-dots@docomo.ne.jp", StringComparison.Ordinal));
        Assert.DoesNotContain(stored, document => document.ToJsonString().Contains("a..b", StringComparison.Ordinal) || document.ToJsonString().Contains("stranger", StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<System.Text.Json.Nodes.JsonNode>> StoredMail()
    {
        var store = (Functions.Store.CosmosStore)inbox.App.Services.GetService(typeof(Functions.Store.CosmosStore))!;
        using var pages = store.Mail.GetItemQueryStreamIterator("SELECT * FROM c");
        List<System.Text.Json.Nodes.JsonNode> stored = [];
        while (pages.HasMoreResults)
        {
            using var page = await pages.ReadNextAsync();
            stored.AddRange(System.Text.Json.Nodes.JsonNode.Parse(page.Content)!["Documents"]!.AsArray().Select(document => document!));
        }

        return stored;
    }
}
