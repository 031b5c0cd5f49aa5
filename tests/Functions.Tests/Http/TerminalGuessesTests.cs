namespace Functions.Tests.Http;

public sealed class TerminalGuessesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(9));

    [Fact]
    public async Task ATerminalThatGuesses_IsLockedOutForScansAndCodes_AndForNothingElse()
    {
        await using var app = await Backend.Start(settings: "--RateLimit:WrongScansPerKeyPerMinute=5");
        app.Clock.Stop(Noon);
        var issued = await app.Post("api/programs/kkr/cards", new { medium = "qr" }, Backend.NewId(), "kkr-front.local");
        var (card, payload) = ((string)issued.Json["cardNumber"]!, (string)issued.Json["scanPayload"]!);

        // Right scans do not count, however many.
        for (var i = 0; i < 10; i++)
            Assert.Equal(200, (await app.Post("api/balance", new { card = payload })).Status);
        List<int> guesses = [];
        for (var i = 0; i < 7; i++)
            guesses.Add((await app.Award($"guess-{i}", 1_000)).Status);
        var right = await app.Award(payload, 1_000);

        Assert.Equal([404, 404, 404, 404, 404, 429, 429], guesses);
        Assert.Equal((429, "too-many-requests", "60"), (right.Status, right.Code, right.Headers["Retry-After"]));
        Assert.Equal(201, (await app.Award(card, 1_000)).Status);
        Assert.Equal(200, (await app.Post("api/balance", new { card = payload }, key: "kkr-front.local")).Status);
        app.Clock.Stop(Noon.AddMinutes(1));
        Assert.Equal(201, (await app.Award(payload, 1_000)).Status);
    }

    [Fact]
    public async Task GuessedRegistrationCodes_CountToo()
    {
        await using var app = await Backend.Start(settings: "--RateLimit:WrongScansPerKeyPerMinute=3");
        app.Clock.Stop(Noon);

        List<int> guesses = [];
        for (var i = 0; i < 4; i++)
            guesses.Add((await app.Post("api/programs/kkr/cards", new { medium = "qr", registrationCode = $"guess-{i}" }, Backend.NewId(), "kkr-front.local")).Status);

        Assert.Equal([422, 422, 422, 429], guesses);
        Assert.Equal(201, (await app.Post("api/programs/kkr/cards", new { medium = "qr" }, Backend.NewId(), "kkr-front.local")).Status);
    }
}
