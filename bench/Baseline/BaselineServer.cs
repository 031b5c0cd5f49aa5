using Bench.Load;
using Bench.Processes;

namespace Bench.Baseline;

/// <summary>The award by hand as a child process, in one shape or the other.</summary>
public sealed class BaselineServer(Server server, ChildServer child) : IAsyncDisposable
{
    public static readonly Workload Award = new("award", (1, RequestTemplate.Post($"/{AwardEndpoint.Route}", AwardEndpoint.Key, AwardBody)));

    /// <summary>The same request, and nothing is done for it.</summary>
    public static readonly RequestTemplate Nothing = RequestTemplate.Post($"/{NothingEndpoint.Route}", AwardEndpoint.Key, AwardBody);

    const string AwardBody = """{"card":"<card>","amountYen":12000,"facility":"tokyo","department":"lodging","receiptNumber":"<key>"}""";

    public Server Server => server;

    /// <summary>In our app's shape: the official worker under the same host.</summary>
    /// <param name="postgres">Null for an app that has no store.</param>
    public static async Task<BaselineServer> OnWorker(string name, Postgres? postgres, string folder, CancellationToken cancellation)
    {
        var settings = LocalHostSettings.For(folder);
        if (postgres is not null)
            settings["Postgres"] = postgres.ConnectionString;
        return Of(name, postgres, await ChildServer.Start(Built.WorkerBaseline, [], settings, cancellation));
    }

    /// <summary>On ASP.NET alone.</summary>
    public static async Task<BaselineServer> Bare(string name, Postgres? postgres, CancellationToken cancellation) =>
        Of(name, postgres, await ChildServer.Start(Built.Bench, [ServeBaseline.Option, postgres?.ConnectionString ?? ""], [], cancellation));

    public ValueTask DisposeAsync() => child.DisposeAsync();

    // Whoever is not asked leaves its connections idle, so the backends' work is that of whoever is.
    static BaselineServer Of(string name, Postgres? postgres, ChildServer child) =>
        new(new Server(name, child.Address, () => [child.ProcessId, .. postgres?.ProcessIds() ?? []]), child);
}
