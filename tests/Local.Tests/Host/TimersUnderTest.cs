using System.Globalization;
using Microsoft.Azure.Functions.Worker;

namespace Local.Tests.Host;

static class Said
{
    public static string Of(TimerInfo timer)
    {
        var status = timer.ScheduleStatus is { } kept ? $"last {Of(kept.Last)}, next {Of(kept.Next)}" : "no status";
        return $"{(timer.IsPastDue ? "past due" : "on time")}, {status}";
    }

    private static string Of(DateTime time) => time == default ? "never" : time.ToUniversalTime().ToString(
        time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "O", CultureInfo.InvariantCulture);
}

public sealed class EveryDay(Calls calls)
{
    [Function("EveryDay")]
    public void Run([TimerTrigger("0 5 15 * * *")] TimerInfo timer) => calls.Add(Said.Of(timer));
}

public sealed class AtStartup(Calls calls)
{
    [Function("AtStartup")]
    public void Run([TimerTrigger("0 5 15 * * *", RunOnStartup = true)] TimerInfo timer) => calls.Add(Said.Of(timer));
}

public sealed class EverySecond(Calls calls)
{
    [Function("EverySecond")]
    public void Run([TimerTrigger("* * * * * *", RunOnStartup = true)] TimerInfo timer) =>
        calls.Add(Said.Of(timer));
}

public sealed class FailingAtStartup(Calls calls)
{
    [Function("FailingAtStartup")]
    [FixedDelayRetry(2, "00:01:00")]
    public async Task Run([TimerTrigger("0 5 15 * * *", RunOnStartup = true)] TimerInfo timer, FunctionContext context)
    {
        await Task.Yield();
        var retry = context.RetryContext;
        calls.Add($"attempt {calls.All.Count + 1}, retry {retry?.RetryCount ?? 0} of {retry?.MaxRetryCount ?? 0}");
        throw new InvalidOperationException("again");
    }
}

public sealed class GatedTimer(Gate gate, Calls calls)
{
    [Function("GatedTimer")]
    public async Task Run([TimerTrigger("0 5 15 * * *")] TimerInfo timer)
    {
        calls.Add("in");
        gate.Entered.TrySetResult();
        await gate.Open.Task;
        calls.Add("out");
    }
}

/// <summary>Runs until it is told to stop.</summary>
public sealed class PatientTimer(Calls calls)
{
    [Function("PatientTimer")]
    public async Task Run([TimerTrigger("0 5 15 * * *", RunOnStartup = true)] TimerInfo timer, FunctionContext context)
    {
        calls.Add("waits");
        await Ended.Of(context.CancellationToken);
        calls.Add("cancelled");
        context.CancellationToken.ThrowIfCancellationRequested();
    }
}

/// <summary>Never ends before its gate opens, whoever asks.</summary>
public sealed class StubbornTimer(Gate gate)
{
    [Function("StubbornTimer")]
    public async Task Run([TimerTrigger("0 5 15 * * *", RunOnStartup = true)] TimerInfo timer)
    {
        gate.Entered.TrySetResult();
        await gate.Open.Task;
    }
}

public sealed class ScheduledBySetting(Calls calls)
{
    [Function("Sweep")]
    public void Run([TimerTrigger("%Sweep:Schedule%")] TimerInfo timer) => calls.Add("swept");
}

public sealed class ScheduledByUnderscores(Calls calls)
{
    [Function("Underscores")]
    public void Run([TimerTrigger("%Sweep__Schedule%")] TimerInfo timer) => calls.Add("swept");
}

static class Ended
{
    /// <summary>Completes when it is cancelled.</summary>
    public static async Task Of(CancellationToken token)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(ended.SetResult);
        await ended.Task;
    }
}
