using Local.Host.Functions;
using Local.Host.Settings;

namespace Local.Host.Timers;

/// <summary>All timer functions, while the host runs.</summary>
sealed class TimerFunctions(SettingNames names, LocalSettings settings, Invocations invocations) : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private IReadOnlyList<HostedFunction> functions = [];
    private TimerFunction[] timers = [];
    private Task running = Task.CompletedTask;

    public CancellationToken Stopping => stopping.Token;

    /// <exception cref="InvalidOperationException">A schedule is no schedule.</exception>
    public void Load(IReadOnlyList<HostedFunction> all)
    {
        functions = all;
        timers = [.. all.Where(function => function.Trigger is TimerTrigger).Select(Timer)];
    }

    public void Start() => running = Task.WhenAll(timers.Select(timer => Task.Run(() => timer.RunOnSchedule(stopping.Token))));

    public async Task Stop(CancellationToken timeIsUp)
    {
        await stopping.CancelAsync();
        await running.WaitAsync(timeIsUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public TimerFunction? Find(string name) => timers.FirstOrDefault(timer => timer.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public bool IsFunction(string name) => functions.Any(function => function.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public void Dispose()
    {
        foreach (var timer in timers)
            timer.Dispose();
        stopping.Dispose();
    }

    private TimerFunction Timer(HostedFunction function)
    {
        var trigger = (TimerTrigger)function.Trigger;
        var schedule = TimerSchedule.Parse(function.Name, names.Resolve(function.Name, trigger.Schedule));
        var isWatched = trigger.UseMonitor && !schedule.IsWithinAMinute;
        var status = isWatched ? new TimerStatusFile(Path.Combine(settings.DataFolder, "timers", $"{function.Name}.json")) : null;
        return new TimerFunction(function, schedule, status, invocations, TimeProvider.System);
    }
}
