namespace Functions.Tests.Cards;

public sealed class MigrationTests : IAsyncLifetime
{
    private Backend app = null!;

    public async ValueTask InitializeAsync() => app = await Backend.Start();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact, Clause("KKR-20")]
    public async Task ALegacyBalance_MovesOnce_UntilTheEarlierOfItsPrintedExpiryAndTheDeadline()
    {
        At("2025-11-30T23:59:00+09:00");
        var (card, other) = (await app.Card(), await app.Card());

        var ended = await Move(card, "L-1", "2025-11-29", 500);
        var moved = await Move(card, "L-1", "2026-03-31", 500, "m1");
        var again = await Move(card, "L-1", "2026-03-31", 500, "m1");
        var twice = await Move(other, "L-1", "2026-03-31", 500);
        At("2025-12-01T00:00:00+09:00");
        var late = await Move(card, "L-2", "2026-03-31", 500);

        Assert.Equal((422, "migration-too-late"), (ended.Status, ended.Code));
        Assert.Equal((201, 500L, "2027-11-30"), (moved.Status, (long)moved.Json["points"]!, (string?)moved.Json["balance"]!["expiresOn"]));
        Assert.Equal((201, moved.Body), (again.Status, again.Body));
        Assert.Equal((409, "legacy-card-used"), (twice.Status, twice.Code));
        Assert.Equal((422, "migration-too-late"), (late.Status, late.Code));
        Assert.Equal(["KKR-20"], late.Clauses);
    }

    [Fact, Clause("KEIO-4.1")]
    public async Task Keio_FamilyCardsOfAVisaCardShareItsAccount_OthersHaveTheirOwn()
    {
        var visa = await Issue(new { medium = "nfc", cardType = "keioVisa" });
        var visaFamily = await Issue(new { medium = "nfc", cardType = "keioVisa", familyOf = visa });
        var passport = await Issue(new { medium = "nfc", cardType = "passport" });
        var passportFamily = await Issue(new { medium = "nfc", cardType = "passport", familyOf = passport });
        foreach (var card in new[] { visa, passport })
            await app.Post("api/awards", new { card, amountYen = 10_000, facility = "shinjuku", department = "store" }, Backend.NewId(), "keio-pos.local");

        Assert.Equal((100L, 100L), (await Points(visa), await Points(visaFamily)));
        Assert.Equal((100L, 0L), (await Points(passport), await Points(passportFamily)));
        Assert.Equal([visa], (await app.Get($"api/cards/{visaFamily}", "keio-pos.local")).Json["linkedCards"]!.AsArray().Select(card => (string)card!));
    }

    private Task<Reply> Move(string card, string legacyCardNumber, string printedExpiry, long points, string? id = null) =>
        app.Post("api/migrations", new { card, legacyCardNumber, printedExpiry, points }, id ?? Backend.NewId(), "kkr-front.local");

    private async Task<string> Issue(object body)
    {
        var reply = await app.Post("api/programs/keio/cards", body, Backend.NewId(), "keio-front.local");
        Assert.Equal(201, reply.Status);
        return (string)reply.Json["cardNumber"]!;
    }

    private async Task<long> Points(string card) => (long)(await app.Get($"api/cards/{card}/balance", "keio-pos.local")).Json["points"]!;

    private void At(string instant) => app.Clock.Stop(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture));
}
