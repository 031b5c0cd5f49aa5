using System.Globalization;
using Local.Host.Functions;
using Local.Host.Rpc;
using Local.Host.Timers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Local.Tests.Host;

/// <summary>When timers fire: on a clock that the test moves, through the real worker.</summary>
public sealed class TimersTests
{
    private static readonly string[] Never = [];

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
    public void Schedule_OfOtherThanSixFields_IsRefused(string expression) => Assert.Equal(
        $"Function 'F': '{expression}' is not NCRONTAB of six fields (seconds first).",
        Assert.Throws<InvalidOperationException>(() => TimerSchedule.Parse("F", expression)).Message);

    [Theory]
    [InlineData("*/10 * * * * *", true)]
    [InlineData("0,59 * * * * *", true)]
    [InlineData("* * * * * *", true)]
    [InlineData("30 * * * * *", false)]
    [InlineData("*/10 0 * * * *", false)]
    [InlineData("0 */5 * * * *", false)]
    public void Schedule_OfLessThanAMinute_IsNotWatched(string expression, bool isWithinAMinute) =>
        Assert.Equal(isWithinAMinute, TimerSchedule.Parse("F", expression).IsWithinAMinute);

    [Fact]
    public async Task ATimer_RunsAtItsTime_AndKnowsTheNext()
    {
        await using var run = await TimerRun.Start("2026-03-01T15:04:00", status: null);

        run.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(Never, run.Calls.All);
        run.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("on time, last never, next 2026-03-01T15:05:00Z", await run.Calls.Next());
        run.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal("on time, last 2026-03-01T15:05:00Z, next 2026-03-02T15:05:00Z", await run.Calls.Next());
    }

    [Fact]
    public async Task AMissedOccurrence_RunsOnce_PastDue_HoweverManyWereMissed()
    {
        var missed = new TimerStatus(Utc("2026-02-25T15:05:00"), Utc("2026-02-26T15:05:00"), Utc("2026-02-25T15:05:00"));
        await using var run = await TimerRun.Start("2026-03-01T10:00:00", missed);

        Assert.Equal("past due, last 2026-02-25T15:05:00Z, next 2026-02-26T15:05:00Z", await run.Calls.Next());
        run.Clock.Advance(TimeSpan.FromHours(6));

        Assert.Equal("on time, last 2026-03-01T10:00:00Z, next 2026-03-01T15:05:00Z", await run.Calls.Next());
    }

    [Fact]
    public async Task WhatIsNotYetDue_IsNotPastDue()
    {
        var kept = new TimerStatus(Utc("2026-02-28T15:05:00"), Utc("2026-03-01T15:05:00"), Utc("2026-02-28T15:05:00"));
        await using var run = await TimerRun.Start("2026-03-01T15:05:00", kept);

        Assert.Equal("on time, last 2026-02-28T15:05:00Z, next 2026-03-01T15:05:00Z", await run.Calls.Next());
    }

    [Fact]
    public async Task AChangedSchedule_HasMissedNothing_AndIsComputedAnew()
    {
        var ofAnotherSchedule = new TimerStatus(Utc("2026-02-25T03:00:00"), Utc("2026-02-26T03:00:00"), Utc("2026-02-25T03:00:00"));
        await using var run = await TimerRun.Start("2026-03-01T10:00:00", ofAnotherSchedule);

        run.Clock.Advance(TimeSpan.FromHours(6));

        Assert.Equal("on time, last never, next 2026-03-01T15:05:00Z", await run.Calls.Next());
    }

    [Fact]
    public async Task RunOnStartup_RunsAtOnce_ThenAtItsTime()
    {
        await using var run = await TimerRun.Start("2026-03-01T15:04:59.5", status: null, typeof(AtStartup));

        Assert.Equal("on time, last never, next 2026-03-01T15:05:00Z", await run.Calls.Next());
        run.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("on time, last 2026-03-01T15:04:59.5000000Z, next 2026-03-01T15:05:00Z", await run.Calls.Next());
    }

    [Fact]
    public async Task RunOnStartup_OfWhatIsPastDue_IsThatOneRun()
    {
        var missed = new TimerStatus(Utc("2026-02-25T15:05:00"), Utc("2026-02-26T15:05:00"), Utc("2026-02-25T15:05:00"));
        await using var run = await TimerRun.Start("2026-03-01T10:00:00", missed, typeof(AtStartup));

        Assert.StartsWith("past due, ", await run.Calls.Next(), StringComparison.Ordinal);
        run.Clock.Advance(TimeSpan.FromHours(6));

        Assert.Equal("on time, last 2026-03-01T10:00:00Z, next 2026-03-01T15:05:00Z", await run.Calls.Next());
    }

    [Fact]
    public async Task AFailure_IsTriedAgain_AsItsAttributeSays_AndIsRunThen()
    {
        await using var run = await TimerRun.Start("2026-03-01T10:00:00", status: null, typeof(FailingAtStartup));

        Assert.Equal("attempt 1, retry 0 of 0", await run.Calls.Next());
        await run.Elapse(TimeSpan.FromMinutes(1));
        Assert.Equal("attempt 2, retry 1 of 2", await run.Calls.Next());
        await run.Elapse(TimeSpan.FromMinutes(1));
        Assert.Equal("attempt 3, retry 2 of 2", await run.Calls.Next());
        run.Clock.Advance(TimeSpan.FromHours(6));

        Assert.Equal("attempt 4, retry 0 of 0", await run.Calls.Next());
    }

    [Fact]
    public async Task OneRunAtATime_WhateverAskedForIt()
    {
        var gate = new Gate();
        await using var run = await TimerRun.Start("2026-03-01T15:04:00", status: null, typeof(GatedTimer), gate);

        var asked = run.Timer.RunNow(CancellationToken.None);
        await gate.Entered.Task.InTime();
        run.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["in"], run.Calls.All);
        gate.Open.SetResult();
        await asked.InTime();

        await Patience.Until(() => run.Calls.All.Count == 4);
        Assert.Equal(["in", "out", "in", "out"], run.Calls.All);
    }

    [Fact]
    public async Task ASchedule_InPercentSigns_IsASetting()
    {
        await using var app = await TestApp.Start(
            builder => builder.Configuration["Sweep:Schedule"] = "0 0 0 1 1 *", typeof(ScheduledBySetting));

        await AdminCallsTests.Post(app, "Sweep");

        Assert.Equal(["swept"], app.Calls.All);
    }

    [Fact]
    public async Task AScheduleThatNamesNoSetting_DoesNotStart()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.Start(typeof(ScheduledByUnderscores)));

        Assert.Equal(
            "Function 'Underscores': the setting 'Sweep__Schedule' that '%Sweep__Schedule%' names does not exist. "
            + "In Azure the function would be disabled. Settings are looked up with colons: %Sweep:Schedule%.",
            refused.Message);
    }

    internal static DateTime Utc(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}

/// <summary>One timer of an app that fires none by itself, on a clock of the test's.</summary>
sealed class TimerRun : IAsyncDisposable
{
    private readonly TestApp app;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;

    private TimerRun(TestApp app, TimerFunction timer, FakeTimeProvider clock)
    {
        this.app = app;
        Timer = timer;
        Clock = clock;
        running = timer.RunOnSchedule(stopping.Token);
    }

    public TimerFunction Timer { get; }

    public FakeTimeProvider Clock { get; }

    public Calls Calls => app.Calls;

    public static async Task<TimerRun> Start(string now, TimerStatus? status, Type? function = null, Gate? gate = null)
    {
        var started = await TestApp.Start(
            [TestApp.NoDatabase, "--Local:Timers=false"],
            builder => builder.Services.AddSingleton(gate ?? new Gate()),
            function ?? typeof(EveryDay));
        var clock = new FakeTimeProvider(new DateTimeOffset(TimersTests.Utc(now)));
        var hosted = Assert.Single(await started.Get<HostedFunctions>().All);
        var file = new TimerStatusFile(Path.Combine(started.Folder, "timer.json"));
        if (status is not null)
            file.Write(status);
        var invocations = new Invocations(started.Get<WorkerChannel>(), Timeout.InfiniteTimeSpan, clock, started.Get<ILoggerFactory>());
        var schedule = TimerSchedule.Parse(hosted.Name, "0 5 15 * * *");
        return new TimerRun(started, new TimerFunction(hosted, schedule, file, invocations, clock), clock);
    }

    /// <summary>Lets so much time pass once somebody waits for it to.</summary>
    public async Task Elapse(TimeSpan time)
    {
        var before = Calls.All.Count;
        await Patience.Until(() =>
        {
            Clock.Advance(time);
            return Calls.All.Count > before;
        });
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running.InTime();
        Timer.Dispose();
        stopping.Dispose();
        await app.DisposeAsync();
    }
}
