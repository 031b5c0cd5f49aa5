namespace Functions.Tests.Http;

public sealed class RateLimitTests
{
    [Fact]
    public async Task AKeyThatAsksTooOften_Gets429WithRetryAfter_AndOthersGoOn()
    {
        await using var app = await Backend.Start(settings: "--RateLimit:PerKeyPerMinute=5");
        var card = await app.Card();

        var replies = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => app.Get($"api/cards/{card}/balance")));
        var other = await app.Get($"api/cards/{card}/balance", "kkr-operator.local");

        var refused = replies.First(reply => reply.Status == 429);
        Assert.Equal("too-many-requests", refused.Code);
        Assert.True(int.Parse(refused.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture) >= 1);
        Assert.Equal(200, other.Status);
    }
}
