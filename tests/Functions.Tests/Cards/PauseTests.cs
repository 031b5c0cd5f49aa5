namespace Functions.Tests.Cards;

public sealed class PauseTests
{
    [Fact, Clause("KKR-14.1")]
    public async Task APausedFacility_RefusesTills_AndGoesOnReading()
    {
        await using var app = await Backend.Start(settings: "--Service:Paused=kkr/tokyo,keio");
        var card = await app.Card();

        var paused = await app.Award(card, 1_000, "later");
        var elsewhere = await app.Post("api/awards", new { card, amountYen = 1_000, facility = "osaka", department = "lodging" }, Backend.NewId());
        var keio = await app.Post("api/programs/keio/cards", new { medium = "nfc" }, Backend.NewId(), "keio-front.local");

        Assert.Equal((503, "service-paused", "60"), (paused.Status, paused.Code, paused.Headers["Retry-After"]));
        Assert.Equal(["KKR-14.1"], paused.Clauses);
        Assert.Equal((201, 503), (elsewhere.Status, keio.Status));
        Assert.Equal(10, await app.Points(card));
        Assert.Equal("unseen", (string?)(await app.Get($"api/cards/{card}/operations/later")).Json["state"]);
    }

    [Fact, Clause("KKR-14.1")]
    public async Task APausedProgram_JoinsNoCards()
    {
        var folder = Directory.CreateTempSubdirectory("points-").FullName;
        string one, two;
        await using (var open = await Backend.Start(folder))
            (one, two) = (await open.Card(), await open.Card());
        await using (var paused = await Backend.Start(folder, "--Service:Paused=kkr"))
        {
            var merged = await paused.Post("api/merges", new { into = one, from = new[] { two } }, "m", "kkr-front.local");
            var linked = await paused.Post("api/links", new { cards = new[] { one, two } }, "l", "kkr-front.local");

            Assert.Equal((503, "service-paused"), (merged.Status, merged.Code));
            Assert.Equal((503, "service-paused"), (linked.Status, linked.Code));
            Assert.Equal(200, (await paused.Get($"api/cards/{two}")).Status);
        }

        Directory.Delete(folder, recursive: true);
    }
}
