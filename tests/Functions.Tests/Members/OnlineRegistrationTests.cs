using System.Text.Json.Nodes;
using Functions.Members;
using Functions.Store;
using Local.Cosmos;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests.Members;

/// <summary>A person registers before having any card; whoever asks learns nothing about an address.</summary>
public sealed class OnlineRegistrationTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(9));

    private Backend app = null!;

    public async ValueTask InitializeAsync() => app = await Backend.Start();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task NewKnownAndForeignAddresses_AreAnsweredInOneWay_TheMailTellsItsReader()
    {
        var (fresh, mine, others) = (Person.NewAddress(), Person.NewAddress(), Person.NewAddress());
        await app.Cardless(mine);
        await app.Register(await app.Card(), Person.Form(others, "別 太郎"));

        Reply[] replies = [await app.RegisterOnline(fresh), await app.RegisterOnline(mine), await app.RegisterOnline(others)];

        Assert.All(replies, reply => Assert.Equal((202, "{\"program\":\"kkr\",\"mailSent\":true}", false), (reply.Status, reply.Body, reply.Replayed)));
        Assert.All(replies, reply => Assert.Equal(replies[0].Headers.Keys.Order(StringComparer.Ordinal), reply.Headers.Keys.Order(StringComparer.Ordinal)));
        Assert.Equal(["【KKRポイント】メールアドレスのご確認"], await Subjects(fresh));
        Assert.Equal(["【KKRポイント】メールアドレスのご確認", "【KKRポイント】会員登録のお申し込みについて"], await Subjects(mine));
        Assert.Equal(["【KKRポイント】メールアドレスのご確認", "【KKRポイント】会員登録のお申し込みについて"], await Subjects(others));
    }

    [Fact]
    public async Task ARepeatedRequest_IsOneMemberAndOneMail_AnotherBodyConflicts_WhateverTheAddress()
    {
        var (fresh, known) = (Person.NewAddress(), Person.NewAddress());
        await app.Cardless(known);

        foreach (var email in new[] { fresh, known })
        {
            var before = (await app.Mails(email)).Count;
            var first = await app.RegisterOnline(email, $"op-{email.Length}-{before}");
            var again = await app.RegisterOnline(email, $"op-{email.Length}-{before}");
            var other = await app.RegisterOnline(email, $"op-{email.Length}-{before}", "別 太郎");

            Assert.Equal((202, first.Body, true), (again.Status, again.Body, again.Replayed));
            Assert.Equal((409, "operation-conflict"), (other.Status, other.Code));
            Assert.Equal(before + 1, (await app.Mails(email)).Count);
        }
    }

    [Fact]
    public async Task TypingSomebodysAddress_TakesItFromNobody()
    {
        var email = Person.NewAddress();
        await app.RegisterOnline(email, name: "悪意 太郎");
        await app.RegisterOnline(email);
        var code = await app.Code(email);

        Assert.Equal(200, (await app.Confirm(code)).Status);
        var found = Assert.Single((await app.Search(new { email })).Json.AsArray());
        Assert.Equal("共＊ 太＊", (string?)found!["name"]);
        Assert.Single((await app.Search(new { phone = "090-1234-5678" })).Json.AsArray());
        // The first one's mail came to the same reader: it opens nothing any more.
        Assert.Equal(404, (await app.Confirm(CodeIn((string)(await app.Mails(email))[0]["text"]!))).Status);
    }

    [Fact]
    public async Task AMemberFromPaper_WhoHasNotConfirmed_GetsAnotherCode_AndNothingElseChanges()
    {
        var (card, email) = (await app.Card(), Person.NewAddress());
        await app.Register(card, new JsonObject { ["name"] = "共済 太郎", ["kana"] = "キョウサイ タロウ", ["birthDate"] = "1960-04-01", ["email"] = email });
        var first = await app.Code(email);

        await app.RegisterOnline(email);
        var second = await app.Code(email);

        Assert.Equal((404, 200), ((await app.Confirm(first)).Status, (await app.Confirm(second)).Status));
        var shown = await app.Member(card);
        Assert.Equal((true, (string?)null), ((bool)shown["myPageOpen"]!, (string?)shown["phone"]));
    }

    [Fact]
    public async Task WhatIsMissingOrWrong_IsNamed_AndOtherProgramsSayWhereToJoin()
    {
        var empty = await app.Send(HttpMethod.Post, "api/programs/kkr/members", new StringContent("{\"card\":1}", System.Text.Encoding.UTF8, "application/json"), "e", key: null);

        Assert.Equal(["birthDate", "card", "email", "kana", "name"], empty.Json["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
        Assert.Equal((422, "registration-not-offered"), ((await app.RegisterOnline(Person.NewAddress(), program: "kampo")).Status, (await app.RegisterOnline(Person.NewAddress(), program: "kampo")).Code));
        Assert.Equal(404, (await app.RegisterOnline(Person.NewAddress(), program: "nowhere")).Status);
    }

    [Fact]
    public async Task AClientOrAnAddressThatAsksTooOften_IsSlowedDown()
    {
        await using var strict = await Backend.Start(settings: ["--RateLimit:RegistrationsPerMinute=6", "--RateLimit:MailsPerAddressPerHour=2"]);
        strict.Clock.Stop(Start);
        var email = Person.NewAddress();

        List<int> toOne = [];
        for (var i = 0; i < 3; i++)
            toOne.Add((await strict.RegisterOnline(email)).Status);
        List<int> toMany = [];
        for (var i = 0; i < 4; i++)
            toMany.Add((await strict.RegisterOnline(Person.NewAddress())).Status);
        strict.Clock.Stop(Start.AddMinutes(59));
        var soon = await strict.RegisterOnline(email);
        strict.Clock.Stop(Start.AddMinutes(60));
        var later = await strict.RegisterOnline(email);

        Assert.Equal([202, 202, 429], toOne);
        Assert.Equal([202, 202, 202, 429], toMany);
        Assert.Equal((429, "60", 202), (soon.Status, soon.Headers["Retry-After"], later.Status));
        Assert.Equal(3, (await strict.Mails(email)).Count);
    }

    [Fact]
    public async Task WhoGetsNoCard_IsErasedAfterThirtyDays_WhoAsksForACodeLater()
    {
        app.Clock.Stop(Start);
        var (unconfirmed, confirmed, shown, withCard) = (Person.NewAddress(), Person.NewAddress(), Person.NewAddress(), Person.NewAddress());
        await app.RegisterOnline(unconfirmed);
        await app.Cardless(confirmed);
        var late = await app.Cardless(shown);
        var issued = await app.IssueBy(await Code(await app.Cardless(withCard)));

        app.Clock.Stop(Start.AddDays(20));
        await app.RegistrationCode(late);
        app.Clock.Stop(Start.AddDays(30));
        await Erase();
        Assert.Equal(4, (await Members()).Count);
        app.Clock.Stop(Start.AddDays(31));
        await Erase();

        Assert.Equal(2, (await Members()).Count);
        Assert.Empty(await app.Mails(unconfirmed));
        Assert.Empty((await app.Search(new { email = confirmed })).Json.AsArray());
        Assert.Single((await app.Search(new { email = shown })).Json.AsArray());
        app.Clock.Stop(Start.AddDays(51));
        await Erase();
        Assert.Empty((await app.Search(new { email = shown })).Json.AsArray());
        Assert.Equal(200, (await app.Get($"api/cards/{issued.Json["cardNumber"]}/member", Person.Front)).Status);
    }

    [Fact]
    public async Task AnIssueThatDied_DoesNotCostTheMemberTheMembership()
    {
        app.Clock.Stop(Start);
        var email = Person.NewAddress();
        var member = await app.Cardless(email);
        var code = await Code(member);
        app.Cosmos.Faults.OnRequest = request => request is { Container: "accounts", Kind: RequestKind.Batch } ? Fault.UnavailableBefore() : null;
        Assert.Equal(503, (await app.IssueBy(code)).Status);
        app.Cosmos.Faults.OnRequest = null;

        app.Clock.Stop(Start.AddDays(3));
        await Erase();

        var left = Assert.Single(await Members());
        Assert.Equal((member, 0, (DateOnly?)null), (left.MemberId, left.Accounts.Count, left.UnclaimedOn));
        Assert.Equal(201, (await app.IssueBy(await Code(member))).Status);
    }

    private async Task<string> Code(string member) => (string)(await app.RegistrationCode(member)).Json["registrationCode"]!;

    private async Task Erase() => Assert.Equal(202, (await app.Post("admin/functions/ErasePersonalData", new { input = "" })).Status);

    private Task<List<Member>> Members() => app.Services.GetRequiredService<CosmosStore>().Members.Query(
        new QueryDefinition("SELECT * FROM c"), partition: null, StoreJson.Readable.Member, CancellationToken.None);

    private async Task<IReadOnlyList<string>> Subjects(string email) => [.. (await app.Mails(email)).Select(mail => (string)mail["subject"]!)];

    private static string CodeIn(string text) => text[(text.IndexOf("code=", StringComparison.Ordinal) + 5)..][..22];
}
