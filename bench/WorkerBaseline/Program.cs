using Bench.Baseline;
using Bench.WorkerBaseline;
using Local.Host;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

// The award by hand in our app's shape: the official worker under the same host.
// Without the setting Postgres it is an empty app that knows the way.
var builder = FunctionsApplication.CreateBuilder(args);
// Whoever names a store of their own gets none from the host.
builder.Configuration["Cosmos"] = "none";
LocalHost.AddTo(builder);
builder.Services.AddSingleton<IFunctionMetadataProvider, GeneratedFunctionMetadataProvider>();
builder.Services.AddSingleton<IFunctionExecutor, DirectFunctionExecutor>();
builder.ConfigureFunctionsWebApplication();
if (builder.Configuration["Postgres"] is { } connection)
{
    builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(connection));
    builder.Services.AddSingleton<Ledger>();
    builder.Services.AddSingleton<AwardEndpoint>();
}

await builder.Build().RunAsync();
