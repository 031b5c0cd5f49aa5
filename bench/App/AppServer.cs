using Bench.Processes;

namespace Bench.App;

/// <summary>The app as a child process with an empty store, or one that runs already.</summary>
public sealed class AppServer(Server server, ChildServer? child, string? folder) : IAsyncDisposable
{
    public Server Server => server;

    public static async Task<AppServer> Start(Options options, CancellationToken cancellation)
    {
        if (options.Address is { } address)
        {
            int[] known = options.ProcessId is { } id ? [id] : [];
            return new AppServer(new Server("ours", address, () => known), child: null, folder: null);
        }

        var assembly = Path.Combine(Root(), "functions/bin/Release/net10.0/Functions.dll");
        if (!File.Exists(assembly))
            throw new BenchException($"{assembly} is missing: bench/run builds it.");

        var folder = Directory.CreateTempSubdirectory("bench-points-").FullName;
        try
        {
            var child = await ChildServer.Start(assembly, [], Settings(folder), cancellation);
            return new AppServer(new Server("ours", child.Address, () => [child.ProcessId]), child, folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (child is not null)
            await child.DisposeAsync();
        if (folder is not null)
            Directory.Delete(folder, recursive: true);
    }

    static Dictionary<string, string> Settings(string folder) => new(StringComparer.Ordinal)
    {
        ["PORT"] = "0",
        ["COSMOS_PORT"] = "0",
        ["POINTS_DATA"] = folder,
        ["RateLimit__PerKeyPerMinute"] = "1000000000",
        ["COSMOS_DISABLE_IMDS_ACCESS"] = "true",
    };

    static string Root()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Functions.sln")))
                return at.FullName;
        }

        throw new BenchException("bench must lie in the project's folder to find the app; or name a running one with --url.");
    }
}
