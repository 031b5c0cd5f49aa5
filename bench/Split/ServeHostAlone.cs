using Bench.Baseline;
using Local.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Split;

/// <summary>Our Functions host with a worker that does no work: what a request costs here and not in bare ASP.NET is the host's.</summary>
public static class ServeHostAlone
{
    public const string Option = "--serve-host-alone";

    public static async Task<int> Run()
    {
        var builder = WebApplication.CreateSlimBuilder();
        // Whoever names a store of their own gets none from the host.
        builder.Configuration["Cosmos"] = "none";
        LocalHost.AddTo(builder);
        builder.Services.AddHostedService<IdleWorker>();
        await using var app = builder.Build();
        app.Run(NothingEndpoint.Answer);
        await app.RunAsync();
        return 0;
    }
}
