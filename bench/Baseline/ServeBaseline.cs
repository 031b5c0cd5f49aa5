using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bench.Baseline;

/// <summary>What a competent developer writes in an afternoon: ASP.NET, Npgsql, one transaction.</summary>
public static class ServeBaseline
{
    public const string Option = "--serve-baseline";

    /// <param name="connectionString">Empty for a server that does nothing but answer.</param>
    public static async Task<int> Run(string connectionString)
    {
        await using var database = connectionString.Length == 0 ? null : NpgsqlDataSource.Create(connectionString);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.MapPost(NothingEndpoint.Route, NothingEndpoint.Answer);
        if (database is not null)
            app.MapPost(AwardEndpoint.Route, new AwardEndpoint(new Ledger(database), TimeProvider.System).Answer);

        await app.StartAsync();
        Console.WriteLine($"Listening on {app.Urls.First()}");
        await app.WaitForShutdownAsync();
        return 0;
    }
}
