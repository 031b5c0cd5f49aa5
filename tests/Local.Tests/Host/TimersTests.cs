using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Local.Host.Timers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace Local.Tests.Host;

public sealed class TimersTests
{
    [Theory]
    [InlineData("0 5 15 * * *", "2026-03-01T00:00:00", "2026-03-01T15:05:00")]
    [InlineData("0 5 15 * * *", "2026-03-01T15:05:00", "2026-03-02T15:05:00")]
    [InlineData("*/10 * * * * *", "2026-03-01T00:00:01", "2026-03-01T00:00:10")]
    [InlineData("0 30 9-17 * * MON-FRI", "2026-02-27T17:30:00", "2026-03-02T09:30:00")]
    [InlineData("0 0 0 29 2 *", "2026-03-01T00:00:00", "2028-02-29T00:00:00")]
    public void Schedule_NextOccurrence_IsUtcWithSecondsFirst(string expression, string after, string next)
    {
        var schedule = TimerSchedule.Parse("F", expression);

        Assert.Equal(Utc(next), schedule.After(Utc(after)));
        Assert.Equal(DateTimeKind.Utc, schedule.After(Utc(after)).Kind);
    }

    [Theory]
    [InlineData("00:05:00")]
    [InlineData("5 15 * * *")]
    [InlineData("")]
    public void Schedule_OfOtherThanSixFields_IsRefused(string expression) =>
        Assert.Throws<InvalidOperationException>(() => TimerSchedule.Parse("F", expression));

    [Theory]
    [InlineData("2026-03-01T01:00:00", false, "2026-03-01T01:00:00")]
    [InlineData("2026-03-01T01:00:01", false, "2026-03-01T01:00:00")]
    [InlineData("2026-03-01T01:00:02", true, "2026-03-01T01:00:00")]
    [InlineData("2026-03-01T04:30:00", true, "2026-03-01T04:00:00")]
    public void LateRun_IsPastDue_AndMakesUpForAllThatWasMissed(string now, bool isPastDue, string countsFor)
    {
        var run = TimerSchedule.Parse("F", "0 0 * * * *").Next(Utc("2026-03-01T00:00:00"), Utc(now));

        Assert.Equal(new DueRun(Utc("2026-03-01T01:00:00"), isPastDue, Utc(countsFor)), run);
    }

    [Fact]
    public async Task Timer_RunsOnSchedule_WithTheMiddlewareAndTheTimerInfo()
    {
        await using var app = await TestApp.Start(builder => builder.UseMiddleware<TimerStep>(), typeof(EverySecond));

        Assert.Equal("middleware", await app.Get<Calls>().Next());
        Assert.Equal("ran, next within a second or so: True", await app.Get<Calls>().Next());
        Assert.Equal("middleware", await app.Get<Calls>().Next());
    }

    [Fact]
    public async Task Timer_ThatRunsOnStartup_RunsAtOnce_AndRetriesAsItsAttributeSays()
    {
        await using var app = await TestApp.Start(_ => { }, typeof(FailingAtStartup));

        Assert.Equal("attempt 1", await app.Get<Calls>().Next());
        Assert.Equal("attempt 2", await app.Get<Calls>().Next());
        Assert.Equal("attempt 3", await app.Get<Calls>().Next());
    }

    [Fact]
    public async Task Schedule_InPercentSigns_IsASetting()
    {
        await using var app = await TestApp.Start(builder => builder.Configuration["Sweep:Schedule"] = "* * * * * *", typeof(ScheduledBySetting));

        Assert.Equal("swept", await app.Get<Calls>().Next());
    }

    [Fact]
    public async Task AdminCall_RunsTheFunctionAndAnswersWhenItIsDone()
    {
        await using var app = await TestApp.Start(_ => { }, typeof(YearlyFunctions));

        var answer = await app.Client.PostAsJsonAsync("/admin/functions/yearly", new { input = "" });

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(["begun", "done"], app.Get<Calls>().All);
    }

    [Fact]
    public async Task AdminCalls_AtTheSameTime_RunOneAfterTheOther()
    {
        await using var app = await TestApp.Start(_ => { }, typeof(YearlyFunctions));

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => app.Client.PostAsJsonAsync("/admin/functions/Yearly", new { input = "" })));

        Assert.Equal(["begun", "done", "begun", "done", "begun", "done"], app.Get<Calls>().All);
    }

    [Fact]
    public async Task AdminCall_OfAFailingFunction_Is500WithTheProblem()
    {
        await using var app = await TestApp.Start(_ => { }, typeof(YearlyFunctions));

        var answer = await app.Client.PostAsJsonAsync("/admin/functions/Broken", new { input = "" });

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("it broke", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("title").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Unknown", "{\"input\": \"\"}", HttpStatusCode.NotFound)]
    [InlineData("Root", "{\"input\": \"\"}", HttpStatusCode.NotFound)]
    [InlineData("Yearly", "{}", HttpStatusCode.BadRequest)]
    [InlineData("Yearly", "", HttpStatusCode.BadRequest)]
    public async Task AdminCall_WithoutATimerOrABody_IsRefused(string name, string body, HttpStatusCode status)
    {
        await using var app = await TestApp.Start(typeof(YearlyFunctions), typeof(RoutedFunctions));

        var answer = await app.Client.PostAsync($"/admin/functions/{name}", new StringContent(body));

        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(app.Get<Calls>().All);
    }

    private static DateTime Utc(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}

public sealed class TimerStep(Calls calls) : Microsoft.Azure.Functions.Worker.Middleware.IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, Microsoft.Azure.Functions.Worker.Middleware.FunctionExecutionDelegate next)
    {
        calls.Add("middleware");
        return next(context);
    }
}

public sealed class EverySecond(Calls calls)
{
    [Function("EverySecond")]
    public void Run([TimerTrigger("* * * * * *")] TimerInfo timer) =>
        calls.Add($"ran, next within a second or so: {timer.ScheduleStatus!.Next <= DateTime.UtcNow.AddSeconds(2)}");
}

public sealed class FailingAtStartup(Calls calls)
{
    [Function("FailingAtStartup")]
    [FixedDelayRetry(2, "00:00:00")]
    public async Task Run([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer)
    {
        await Task.Yield();
        calls.Add($"attempt {calls.All.Count + 1}");
        throw new InvalidOperationException("again");
    }
}

public sealed class ScheduledBySetting(Calls calls)
{
    [Function("Sweep")]
    public void Run([TimerTrigger("%Sweep__Schedule%")] TimerInfo timer) => calls.Add("swept");
}

public sealed class YearlyFunctions(Calls calls)
{
    [Function("Yearly")]
    public async Task Run([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        calls.Add("begun");
        await Task.Yield();
        calls.Add("done");
    }

    [Function("Broken")]
    [FixedDelayRetry(-1, "00:00:01")]
    public void Broken([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer) => throw new InvalidOperationException("it broke");
}
