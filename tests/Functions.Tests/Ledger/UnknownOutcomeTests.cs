namespace Functions.Tests.Ledger;

/// <summary>What a till can do when no answer came.</summary>
[Collection(SharedApp.Name)]
public sealed class UnknownOutcomeTests(SharedBackend shared)
{
    private readonly Backend app = shared.App;

    [Fact]
    public async Task SameKeySameBody_GetsTheFirstAnswerAgain()
    {
        var card = await app.Card();
        var first = await app.Award(card, 31_850, "once");
        await app.Redeem(await app.Card(), 1_000, 1_000);

        var again = await app.Award(card, 31_850, "once");

        Assert.Equal((201, first.Body, true), (again.Status, again.Body, again.Replayed));
        Assert.Equal(310, await app.Points(card));
    }

    [Fact]
    public async Task ReplayOfARedemption_IsAnsweredThoughThePointsAreGone()
    {
        var card = await app.Card();
        await app.Award(card, 100_000);
        var first = await app.Redeem(card, 1_000, 1_000, "all");

        var again = await app.Redeem(card, 1_000, 1_000, "all");

        Assert.Equal((201, first.Body), (again.Status, again.Body));
        Assert.Equal(0, await app.Points(card));
    }

    [Fact]
    public async Task SpacingAndOrderOfTheBody_DoNotMakeItAnother()
    {
        var card = await app.Card();
        await app.Post("api/awards", $$"""{"card":"{{card}}","amountYen":1000,"facility":"tokyo","department":"lodging"}""", "k");

        var again = await app.Post("api/awards", $$"""{ "department": "lodging", "facility": "tokyo", "amountYen": 1000, "card": "{{card}}", "taxYen": null }""", "k");

        Assert.True(again.Replayed);
    }

    [Fact]
    public async Task SameKeyOtherBody_IsAConflict_AndWritesNothing()
    {
        var card = await app.Card();
        await app.Award(card, 31_850, "key");

        var other = await app.Award(card, 31_851, "key");
        var otherKind = await app.Post("api/voids", new { card, operationId = "key" }, "key");

        Assert.Equal((409, "operation-conflict"), (other.Status, other.Code));
        Assert.Equal((409, "operation-conflict"), (otherKind.Status, otherKind.Code));
        Assert.Equal(310, await app.Points(card));
    }

    [Fact]
    public async Task Fence_BeforeTheOperation_KeepsItOutForEver()
    {
        var card = await app.Card();

        var unseen = await app.Get($"api/cards/{card}/operations/lost");
        var fence = await app.Post($"api/cards/{card}/operations/lost/fence", null);
        var late = await app.Award(card, 31_850, "lost");
        var looked = await app.Get($"api/cards/{card}/operations/lost");

        Assert.Equal("unseen", (string?)unseen.Json["state"]);
        Assert.Equal("fenced", (string?)fence.Json["state"]);
        Assert.Equal((409, "operation-fenced"), (late.Status, late.Code));
        Assert.Equal("fenced", (string?)looked.Json["state"]);
        Assert.Equal(0, await app.Points(card));
    }

    [Fact]
    public async Task Fence_AfterTheOperation_AnswersItsResult()
    {
        var card = await app.Card();
        var award = await app.Award(card, 31_850, "done");

        var fence = await app.Post($"api/cards/{card}/operations/done/fence", null);

        Assert.Equal("committed", (string?)fence.Json["state"]);
        Assert.Equal(award.Json.ToJsonString(), fence.Json["result"]!.ToJsonString());
    }

    [Fact]
    public async Task FenceAndOperationAtOnce_ExactlyOneWins()
    {
        for (var round = 0; round < 20; round++)
        {
            var card = await app.Card();

            var award = app.Award(card, 10_000, "race");
            var fence = app.Post($"api/cards/{card}/operations/race/fence", null);
            await Task.WhenAll(award, fence);

            var committed = (string?)(await fence).Json["state"] == "committed";
            Assert.Equal(committed ? 201 : 409, (await award).Status);
            Assert.Equal(committed ? 100 : 0, await app.Points(card));
        }
    }

    [Fact]
    public async Task CardIssue_Repeated_IsTheSameCardWithTheSamePayload()
    {
        var first = await app.Post("api/programs/kkr/cards", new { medium = "qr", memberClass = "union" }, "issue-1", "kkr-front.local");
        var again = await app.Post("api/programs/kkr/cards", new { medium = "qr", memberClass = "union" }, "issue-1", "kkr-front.local");
        var other = await app.Post("api/programs/kkr/cards", new { medium = "nfc", memberClass = "union" }, "issue-1", "kkr-front.local");

        Assert.Equal((201, first.Body, true), (again.Status, again.Body, again.Replayed));
        Assert.Equal((409, "operation-conflict"), (other.Status, other.Code));
    }
}
