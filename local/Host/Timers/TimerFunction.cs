using System.Text.Json;
using Local.Host.Functions;
using Microsoft.Extensions.Logging;

namespace Local.Host.Timers;

/// <summary>One timer function: its schedule, when it ran, and that it runs once at a time.</summary>
/// <param name="file">Null for a timer that nobody watches: what it missed is not made up for.</param>
/// <param name="clock">Wall time on purpose: the app's test clock fires nothing.</param>
sealed class TimerFunction(
    HostedFunction function, TimerSchedule schedule, TimerStatusFile? file, Invocations invocations, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);
    private readonly SemaphoreSlim running = new(1, 1);
    private TimerStatus? status;

    public string Name => function.Name;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Runs what was missed or is due at the start, and then on schedule until the host stops.</summary>
    public async Task RunOnSchedule(CancellationToken stopping)
    {
        try
        {
            if (IsPastDue())
                await RunDue(isPastDue: true, early: false, stopping);
            else if (((TimerTrigger)function.Trigger).RunOnStartup)
                await RunDue(isPastDue: false, early: false, stopping);
            while (true)
            {
                await Until(status!.Next, stopping);
                await RunDue(isPastDue: false, early: true, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>Runs it now, without retries: whoever asked wants to know how it went.</summary>
    /// <exception cref="FunctionFailedException">It threw.</exception>
    public async Task RunNow(CancellationToken cancellationToken)
    {
        await running.WaitAsync(cancellationToken);
        try
        {
            await invocations.Run(function, Info(isPastDue: false), cancellationToken);
        }
        finally
        {
            running.Release();
        }
    }

    public void Dispose() => running.Dispose();

    private bool IsPastDue()
    {
        var now = Now;
        // What the status says must follow from the schedule; another one has missed nothing.
        if (file?.Read() is not { } kept || kept.Next != schedule.After(kept.Last ?? kept.LastUpdated))
        {
            Keep(new TimerStatus(Last: null, schedule.After(now), now));
            return false;
        }

        status = kept;
        return kept.Next < now;
    }

    /// <param name="early">Whether it may have begun a little before its time, for which it counts then: it must not be due twice.</param>
    private async Task RunDue(bool isPastDue, bool early, CancellationToken stopping)
    {
        await running.WaitAsync(stopping);
        try
        {
            var began = Now;
            var counts = early && status!.Next > began ? status.Next : began;
            try
            {
                await invocations.RunWithRetries(function, Info(isPastDue), stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // As in the real host a run that was told to end has been, and the next start does not make up for it.
            }

            Keep(new TimerStatus(counts, schedule.After(counts), counts));
        }
        finally
        {
            running.Release();
        }
    }

    private void Keep(TimerStatus now)
    {
        status = now;
        try
        {
            file?.Write(now);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The schedule goes on; what a restart misses is not made up for.
            invocations.LoggerFor(function).LogError("When {Function} ran could not be kept: {Reason}", function.Name, e.Message);
        }
    }

    private string Info(bool isPastDue)
    {
        var kept = file is null ? null : status ?? file.Read();
        return JsonSerializer.Serialize(new
        {
            Schedule = new { },
            ScheduleStatus = kept is null ? null : new { Last = kept.Last ?? default, kept.Next, kept.LastUpdated },
            IsPastDue = isPastDue,
        });
    }

    // In steps, so that a clock that was set or a laptop that slept is noticed.
    private async Task Until(DateTime due, CancellationToken stopping)
    {
        for (var left = due - Now; left > TimeSpan.Zero; left = due - Now)
            await Task.Delay(left < LongestDelay ? left : LongestDelay, clock, stopping);
    }
}
