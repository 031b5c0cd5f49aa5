using Local.Cosmos;

namespace Functions.Tests.Members;

/// <summary>The inns give each member one card.</summary>
public sealed class OneCardTests : IAsyncLifetime
{
    private Backend app = null!;

    public async ValueTask InitializeAsync() => app = await Backend.Start();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory, Clause("KAMPO-4.2"), Clause("KAMENOI-4.2")]
    [InlineData("kampo", "KAMPO-4.2")]
    [InlineData("kamenoi", "KAMENOI-4.2")]
    public async Task ASecondCard_IsRefusedWhileTheFirstWorks_AndGivenAfterwards(string program, string clause)
    {
        var (email, second) = (Person.NewAddress(), await app.Card("member", program));
        var first = await Issue(program, email);
        var card = (string)first.Json["cardNumber"]!;

        var issued = await Issue(program, email);
        var registered = await Register(program, second, email);
        await app.Post($"api/cards/{card}/suspension", new { reason = "suspicion" }, Backend.NewId(), $"{program}-front.local");
        var suspended = await Register(program, second, email);

        Assert.All([issued, registered, suspended], reply => Assert.Equal((409, "one-card-per-member", clause), (reply.Status, reply.Code, Assert.Single(reply.Clauses))));
        Assert.Contains($"****-****-****-{card[^4..]}", issued.Body, StringComparison.Ordinal);
        Assert.Equal(404, (await app.Get($"api/cards/{second}/member", $"{program}-front.local")).Status);
        await app.Post($"api/cards/{card}/withdrawal", "{}", Backend.NewId(), $"{program}-front.local");
        Assert.Equal(201, (await Register(program, second, email)).Status);
        Assert.Equal((409, "one-card-per-member"), ((await Issue(program, email)).Status, (await Issue(program, email)).Code));
    }

    [Fact, Clause("KAMPO-4.2")]
    public async Task TheCardItself_MayBeRegisteredAgain_AndReissued()
    {
        var email = Person.NewAddress();
        var card = (string)(await Issue("kampo", email)).Json["cardNumber"]!;

        Assert.Equal(201, (await Register("kampo", card, email)).Status);
        var reissued = await app.Post($"api/cards/{card}/reissue", new { reason = "damaged", identityConfirmed = true }, Backend.NewId(), "kampo-front.local");
        Assert.Equal(201, reissued.Status);
        Assert.Equal(201, (await Register("kampo", (string)reissued.Json["cardNumber"]!, email)).Status);
    }

    [Fact, Clause("KAMPO-4.2")]
    public async Task TenAtOnce_GiveOneCard()
    {
        var email = Person.NewAddress();

        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Issue("kampo", email)));

        Assert.Single(replies, reply => reply.Status == 201);
        Assert.All(replies, reply => Assert.Contains(reply.Status == 201 ? "" : reply.Code, new[] { "", "one-card-per-member", "operation-fenced" }));
        Assert.Single((await app.Post("api/members/search", new { email }, key: "kampo-front.local")).Json.AsArray());
    }

    [Fact, Clause("KAMPO-4.2")]
    public async Task AnIssueThatDied_StandsInNobodysWay_AndCanNeverFinish()
    {
        var email = Person.NewAddress();
        app.Cosmos.Faults.OnRequest = request => request is { Container: "accounts", Kind: RequestKind.Batch } ? Fault.UnavailableBefore() : null;
        Assert.Equal(503, (await Issue("kampo", email, "dead")).Status);
        app.Cosmos.Faults.OnRequest = null;

        var issued = await Issue("kampo", email);
        var late = await Issue("kampo", email, "dead");

        Assert.Equal((201, 409, "operation-fenced"), (issued.Status, late.Status, late.Code));
    }

    private Task<Reply> Issue(string program, string email, string? operationId = null)
    {
        var holder = Person.Form(email);
        return app.Post($"api/programs/{program}/cards", new { medium = "qr", holder }, operationId ?? Backend.NewId(), $"{program}-front.local");
    }

    private Task<Reply> Register(string program, string card, string email) =>
        app.Post($"api/cards/{card}/member", Person.Form(email).ToJsonString(), Backend.NewId(), $"{program}-front.local");
}
