namespace Functions.Tests.Http;

public sealed class RateLimitTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(9));

    [Fact]
    public async Task AKeyThatAsksTooOften_Gets429WithRetryAfter_AndGoesOnASecondLater_AndOthersAtOnce()
    {
        await using var app = await Backend.Start(settings: "--RateLimit:PerKeyPerMinute=5");
        app.Clock.Stop(Noon);
        var card = await app.Card();

        var replies = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => app.Get($"api/cards/{card}/balance")));
        var other = await app.Get($"api/cards/{card}/balance", "kkr-operator.local");
        app.Clock.Stop(Noon.AddSeconds(1));
        var later = await app.Get($"api/cards/{card}/balance");
        var again = await app.Get($"api/cards/{card}/balance");

        Assert.Equal((5, 25), (replies.Count(reply => reply.Status == 200), replies.Count(reply => reply.Status == 429)));
        Assert.All(replies.Where(reply => reply.Status == 429), reply => Assert.Equal(("too-many-requests", "1"), (reply.Code, reply.Headers["Retry-After"])));
        Assert.Equal((200, 200, 429), (other.Status, later.Status, again.Status));
    }
}
