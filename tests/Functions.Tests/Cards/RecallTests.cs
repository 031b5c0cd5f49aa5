namespace Functions.Tests.Cards;

[Collection(SharedApp.Name)]
public sealed class RecallTests(SharedBackend shared)
{
    private readonly Backend app = shared.App;

    [Fact, Clause("KKR-4.5")]
    public async Task AnNfcCard_IsMarkedReturned_ItsPointsAreKept()
    {
        var card = (string)(await app.Post("api/programs/kkr/cards", new { medium = "nfc" }, Backend.NewId(), "kkr-front.local")).Json["cardNumber"]!;
        await app.Award(card, 200_000);

        var recalled = await Recall(card, "back");
        var again = await Recall(card, "back");
        var shown = (await app.Get($"api/cards/{card}")).Json;

        Assert.Equal((201, "recall", "retired", 0L), (recalled.Status, (string?)recalled.Json["kind"], (string?)recalled.Json["status"], (long)recalled.Json["points"]!));
        Assert.Equal((recalled.Body, true), (again.Body, again.Replayed));
        Assert.Equal(("retired", "returned"), ((string?)shown["status"], (string?)shown["retiredFor"]));
        Assert.Equal(["withdraw", "forfeit"], shown["allowedActions"]!.AsArray().Select(action => (string)action!));
        Assert.Equal(2_000, await app.Points(card));
        Assert.Equal((410, "card-retired"), ((await app.Redeem(card, 1_000, 1_000)).Status, (await app.Redeem(card, 1_000, 1_000)).Code));
    }

    [Fact, Clause("KKR-4.5")]
    public async Task AQrCard_IsWithdrawn()
    {
        var card = await app.Card();
        await app.Award(card, 200_000);

        var recalled = await Recall(card, Backend.NewId());

        Assert.Equal((201, "withdrawal", -2_000L), (recalled.Status, (string?)recalled.Json["kind"], (long)recalled.Json["points"]!));
        Assert.Equal(["KKR-4.5"], recalled.Clauses);
        Assert.Equal(0, await app.Points(card));
    }

    [Fact]
    public async Task OnlyTheOperator_AndOnlyWhereTheTermsSaySo()
    {
        var kampo = await app.Card("member", "kampo");

        Assert.Equal(403, (await app.Post($"api/cards/{await app.Card()}/recall", "{}", Backend.NewId(), "kkr-front.local")).Status);
        var refused = await app.Post($"api/cards/{kampo}/recall", "{}", Backend.NewId(), "kampo-operator.local");
        Assert.Equal((422, "recall-not-offered"), (refused.Status, refused.Code));
    }

    private Task<Reply> Recall(string card, string operationId) => app.Post($"api/cards/{card}/recall", "{}", operationId, "kkr-operator.local");
}
