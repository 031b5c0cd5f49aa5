using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Local.Clock;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Local.Tests.Host;

public sealed class ClockTests
{
    private static readonly DateTimeOffset March = new(2026, 3, 1, 0, 0, 0, TimeSpan.FromHours(9));

    [Fact]
    public void Clock_RunsOnFromWhereItWasSet()
    {
        var clock = new TestClock();

        clock.Set(March);

        var first = clock.GetUtcNow();
        var second = clock.GetUtcNow();
        Assert.InRange(first, March, March.AddMinutes(1));
        Assert.True(second >= first);
        Assert.True(clock.IsShifted);
    }

    [Fact]
    public void Clock_Stopped_StandsStill_UntilItIsSetAgain()
    {
        var clock = new TestClock();

        clock.Stop(March.AddSeconds(-1));
        Assert.Equal(March.AddSeconds(-1), clock.GetUtcNow());
        Assert.True(clock.IsShifted);
        clock.Set(March.AddYears(1));

        Assert.InRange(clock.GetUtcNow(), March.AddYears(1), March.AddYears(1).AddMinutes(1));
    }

    [Fact]
    public void Clock_Reset_IsTheWallClock()
    {
        var clock = new TestClock();
        clock.Set(March);

        clock.Reset();

        Assert.InRange(clock.GetUtcNow(), TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow().AddMinutes(1));
        Assert.False(clock.IsShifted);
    }

    [Fact]
    public async Task Timers_StayOnWallTime()
    {
        var clock = new TestClock();
        var fired = new TaskCompletionSource();
        await using var timer = clock.CreateTimer(_ => fired.SetResult(), null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);

        clock.Set(TimeProvider.System.GetUtcNow().AddHours(2));

        Assert.False(fired.Task.IsCompleted);
        Assert.Equal(TimeProvider.System.TimestampFrequency, clock.TimestampFrequency);
    }

    [Fact]
    public async Task App_ThatTriesToRegisterTheSystemClock_GetsTheTestClock()
    {
        await using var app = await TestApp.Start(builder => builder.Services.TryAddSingleton(TimeProvider.System));

        Assert.Same(app.Get<TestClock>(), app.Get<TimeProvider>());
    }

    [Fact]
    public async Task Calls_SetShowAndResetIt()
    {
        await using var app = await TestApp.Start(_ => { });

        var set = await app.Client.PutAsJsonAsync("/api/local/clock", new { now = "2026-03-01T00:00:00+09:00" });

        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        Assert.StartsWith("2026-02-28T15:0", await Now(app), StringComparison.Ordinal);
        Assert.InRange(app.Get<TimeProvider>().GetUtcNow(), March, March.AddMinutes(1));

        await app.Client.DeleteAsync("/api/local/clock");

        Assert.False(app.Get<TestClock>().IsShifted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"now": 5}""")]
    [InlineData("""{"now": "2026-03-01"}""")]
    [InlineData("""{"now": "2026-03-01T00:00:00"}""")]
    [InlineData("""{"now": "2026-02-30T00:00:00Z"}""")]
    [InlineData("""{"now": "1999-12-31T23:59:59Z"}""")]
    [InlineData("""{"now": "9999-12-31T23:59:59Z"}""")]
    public async Task WrongBody_Is400_AndLeavesTheClock(string body)
    {
        await using var app = await TestApp.Start(_ => { });

        var answer = await app.Client.PutAsync("/api/local/clock", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.False(app.Get<TestClock>().IsShifted);
    }

    private static async Task<string> Now(TestApp app) =>
        (await app.Client.GetFromJsonAsync<JsonElement>("/api/local/clock")).GetProperty("now").GetString()!;
}
