using Local.Host.Timers;

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
            """{"Last":null,"Next":"2026-03-01T15:05:00Z","LastUpdated":"2026-03-01T10:00:00Z"}""", File.ReadAllText(Path.Combine(folder, "timers", "EveryDay.json")));
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

    private Task<TestApp> Start(params Type[] functions) => TestApp.Start([TestApp.NoDatabase, $"--POINTS_DATA={folder}"], _ => { }, functions);

    private string StatusOf(string function) => Path.Combine(folder, "timers", $"{function}.json");
}
