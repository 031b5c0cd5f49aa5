using Local.Worker.Functions;
using Microsoft.Azure.Functions.Worker;

namespace Local.Worker.Timers;

/// <summary>One timer function: its schedule, and that it runs once at a time.</summary>
sealed class TimerFunction(Function function, TimerSchedule schedule, Pipeline pipeline) : IDisposable
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);
    private readonly SemaphoreSlim running = new(1, 1);
    private DateTime lastRun;

    public string Name => function.Name;

    /// <summary>Runs on schedule until the host stops. Wall time on purpose: the test clock fires nothing.</summary>
    public async Task RunOnSchedule(CancellationToken stopping)
    {
        var last = TimeProvider.System.GetUtcNow().UtcDateTime;
        if (function.Timer!.RunOnStartup)
            await Run(isPastDue: false, (info, cancel) => pipeline.RunWithRetries(function, info, cancel), stopping);
        while (true)
        {
            await Until(schedule.After(last), stopping);
            var run = schedule.Next(last, TimeProvider.System.GetUtcNow().UtcDateTime);
            last = run.CountsFor;
            await Run(run.IsPastDue, (info, cancel) => pipeline.RunWithRetries(function, info, cancel), stopping);
        }
    }

    /// <summary>Runs it now, without retries: whoever asked wants to know how it went.</summary>
    public Task RunNow(CancellationToken cancellationToken) =>
        Run(isPastDue: false, (info, cancel) => pipeline.Run(function, info, cancel), cancellationToken);

    public void Dispose() => running.Dispose();

    private async Task Run(bool isPastDue, Func<TimerInfo, CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        await running.WaitAsync(cancellationToken);
        try
        {
            var now = TimeProvider.System.GetUtcNow().UtcDateTime;
            await run(Info(isPastDue, now), cancellationToken);
            lastRun = now;
        }
        finally
        {
            running.Release();
        }
    }

    private TimerInfo Info(bool isPastDue, DateTime now) => new()
    {
        IsPastDue = isPastDue,
        ScheduleStatus = function.Timer!.UseMonitor
            ? new ScheduleStatus { Last = lastRun, Next = schedule.After(now), LastUpdated = lastRun }
            : null,
    };

    // In steps, so that a clock that was set or a laptop that slept is noticed.
    private static async Task Until(DateTime due, CancellationToken stopping)
    {
        for (var left = due - TimeProvider.System.GetUtcNow().UtcDateTime; left > TimeSpan.Zero; left = due - TimeProvider.System.GetUtcNow().UtcDateTime)
            await Task.Delay(left < LongestDelay ? left : LongestDelay, stopping);
    }
}
