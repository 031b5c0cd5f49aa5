using Bench.Processes;

namespace Bench.App;

/// <summary>The app as a child process, or one that runs already.</summary>
public sealed class AppServer(Server server, ChildServer? child) : IAsyncDisposable
{
    public Server Server => server;

    /// <summary>The app that the options name, or one of our own on the store in the folder.</summary>
    public static async Task<AppServer> FindOrStart(Options options, string folder, CancellationToken cancellation)
    {
        if (options.Address is not { } address)
            return await Start("ours", folder, [], cancellation);
        int[] known = options.ProcessId is { } id ? [id] : [];
        return new AppServer(new Server("ours", address, () => known), child: null);
    }

    /// <param name="settings">Beside those that let it run alone on this machine.</param>
    public static async Task<AppServer> Start(string name, string folder, Dictionary<string, string> settings, CancellationToken cancellation)
    {
        settings = new(settings.Concat(LocalHostSettings.For(folder)), StringComparer.Ordinal) { ["RateLimit__PerKeyPerMinute"] = "1000000000" };
        var child = await ChildServer.Start(Built.Functions, [], settings, cancellation);
        return new AppServer(new Server(name, child.Address, () => [child.ProcessId]), child);
    }

    /// <summary>Lets it end what it does and give back what it holds.</summary>
    public Task Stop() => child?.Stop() ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => child?.DisposeAsync() ?? ValueTask.CompletedTask;
}
