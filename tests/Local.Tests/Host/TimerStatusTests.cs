using Local.Host.Timers;
using Microsoft.Extensions.Logging;

namespace Local.Tests.Host;

/// <summary>What is kept of a timer over restarts, in the app's data folder.</summary>
public sealed class TimerStatusTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("timers").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void AStatus_IsAFile()
    {
        var file = new TimerStatusFile(Path.Combine(folder, "timers", "EveryDay.json"));
        Assert.Null(file.Read());

        file.Write(new TimerStatus(null, TimersTests.Utc("2026-03-01T15:05:00"), TimersTests.Utc("2026-03-01T10:00:00")));

        Assert.Equal(
            """{"Last":null,"Next":"2026-03-01T15:05:00Z","LastUpdated":"2026-03-01T10:00:00Z"}""",
            File.ReadAllText(Path.Combine(folder, "timers", "EveryDay.json")));
        Assert.Equal(["EveryDay.json"], Directory.EnumerateFiles(Path.Combine(folder, "timers")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task AStatus_SurvivesARestart()
    {
        await using (var first = await Start(typeof(EveryDay)))
            await Patience.Until(() => File.Exists(StatusOf("EveryDay")));
        var kept = File.ReadAllText(StatusOf("EveryDay"));

        await using var app = await Start(typeof(EveryDay), typeof(AtStartup));
        await app.Calls.Next();
        await app.Stop();

        Assert.Equal(kept, File.ReadAllText(StatusOf("EveryDay")));
    }

    [Fact]
    public async Task AnOccurrenceMissedWhileNothingRan_RunsAtTheNextStart_PastDue()
    {
        Directory.CreateDirectory(Path.Combine(folder, "timers"));
        File.WriteAllText(
            StatusOf("EveryDay"), """{"Last":"2020-01-01T15:05:00Z","Next":"2020-01-02T15:05:00Z","LastUpdated":"2020-01-01T15:05:00Z"}""");

        await using (var app = await Start(typeof(EveryDay)))
            Assert.Equal("past due, last 2020-01-01T15:05:00Z, next 2020-01-02T15:05:00Z", await app.Calls.Next());
        await using var again = await Start(typeof(EveryDay), typeof(AtStartup));

        Assert.StartsWith("on time", await again.Calls.Next(), StringComparison.Ordinal);
        await again.Stop();
        Assert.Single(again.Calls.All);
        Assert.DoesNotContain("2020", File.ReadAllText(StatusOf("EveryDay")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AScheduleOfLessThanAMinute_HasNoStatus()
    {
        await using var app = await Start(typeof(EverySecond));

        Assert.Equal("on time, no status", await app.Calls.Next());
        Assert.False(File.Exists(StatusOf("EverySecond")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    public async Task AStatusThatSaysNothing_IsNone(string text)
    {
        Directory.CreateDirectory(Path.Combine(folder, "timers"));
        await File.WriteAllTextAsync(StatusOf("AtStartup"), text);

        await using var app = await Start(typeof(AtStartup));

        Assert.StartsWith("on time, last never, next ", await app.Calls.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStatusThatCannotBeKept_IsAnError_AndTheTimerRuns()
    {
        var log = new LogLines();
        // A file where the folder should be.
        await File.WriteAllTextAsync(Path.Combine(folder, "timers"), "");

        await using var app = await TestApp.Start(
            [TestApp.NoDatabase, $"--POINTS_DATA={folder}"], builder => builder.Logging.AddProvider(log), typeof(AtStartup));

        Assert.StartsWith("on time, last never, next ", await app.Calls.Next(), StringComparison.Ordinal);
        Assert.Contains(log.Lines, line => line is (LogLevel.Error, "Function.AtStartup", _)
            && line.Text.StartsWith("When AtStartup ran could not be kept: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ARunThatAStopEnded_HasBeen()
    {
        await using (var app = await Start(typeof(PatientTimer)))
            Assert.Equal("waits", await app.Calls.Next());

        var kept = new TimerStatusFile(StatusOf("PatientTimer")).Read()!;

        Assert.NotNull(kept.Last);
        Assert.Equal(TimerSchedule.Parse("F", "0 5 15 * * *").After(kept.Last.Value), kept.Next);
    }

    private Task<TestApp> Start(params Type[] functions) =>
        TestApp.Start([TestApp.NoDatabase, $"--POINTS_DATA={folder}"], _ => { }, functions);

    private string StatusOf(string function) => Path.Combine(folder, "timers", $"{function}.json");
}
