using Local.Worker.Functions;
using Local.Worker.Settings;
using Microsoft.Extensions.Hosting;

namespace Local.Worker.Timers;

/// <summary>All timer functions, while the host runs.</summary>
sealed class TimerFunctions(IReadOnlyList<Function> functions, LocalSettings settings, Pipeline pipeline) : BackgroundService
{
    private readonly TimerFunction[] timers = [.. functions.Where(f => f.Timer is not null).Select(f =>
        new TimerFunction(f, TimerSchedule.Parse(f.Name, settings.Resolve(f.Timer!.Schedule)), pipeline))];

    public TimerFunction? Find(string name) =>
        timers.FirstOrDefault(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public override void Dispose()
    {
        foreach (var timer in timers)
            timer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(timers.Select(t => t.RunOnSchedule(stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
