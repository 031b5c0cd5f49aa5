using System.Net;
using Local.Blobs;
using Local.Clock;
using Local.Host.Feed;
using Local.Host.Functions;
using Local.Host.Http;
using Local.Host.Rpc;
using Local.Host.Settings;
using Local.Host.Startup;
using Local.Host.Store;
using Local.Host.Timers;
using Local.Mail;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Local.Host;

/// <summary>
/// A Functions host around an app on the official worker, in the app's own process: settings, clock, store, outbox and journal of this
/// machine before the app's registrations, routes, timers and feeds around what it serves.
/// </summary>
public static class LocalHost
{
    /// <summary>Before the app reads its settings or registers its services.</summary>
    public static void AddTo(IHostApplicationBuilder builder)
    {
        var folder = AppContext.BaseDirectory;
        // Where the worker looks for host.json and the app's assembly.
        Environment.SetEnvironmentVariable("FUNCTIONS_APPLICATION_DIRECTORY", folder);
        // Outside Azure the SDK's first call would go to the metadata address and wait there.
        Environment.SetEnvironmentVariable("COSMOS_DISABLE_IMDS_ACCESS", "true");
        var configuration = builder.Configuration;
        configuration.AddLocalSettings(Directory.GetCurrentDirectory());
        LocalCosmos.AddDefault(configuration);
        LocalBlobs.AddDefault(configuration);
        var endpoint = new RpcEndpoint();
        configuration.AddInMemoryCollection(endpoint.WorkerSettings);
        var host = HostJson.Find(folder, Directory.GetCurrentDirectory());
        builder.Logging.AddLocalConsole(host.LogLevels.Concat(LogLevelsOf(configuration)));
        builder.Services.AddSingleton(host);
        builder.Services.AddSingleton(_ => endpoint);
        builder.Services.AddSingleton(_ => new WorkerChannel(endpoint.WorkerId, folder));
        var settings = new LocalSettings(configuration);
        AddServices(builder.Services, settings);
        LocalCosmos.AddServices(builder.Services, configuration);
        OutboxCalls.AddServices(builder.Services, settings.DataFolder);
        LocalBlobs.AddServices(builder.Services, configuration, settings.DataFolder);
    }

    /// <summary>As in Azure a setting overrules host.json: AzureFunctionsJobHost__logging__logLevel__default.</summary>
    private static IEnumerable<KeyValuePair<string, string>> LogLevelsOf(IConfiguration configuration) =>
        configuration.GetSection("AzureFunctionsJobHost:logging:logLevel").GetChildren()
            .Select(level => KeyValuePair.Create(level.Key, level.Value ?? ""));

    private static void AddServices(IServiceCollection services, LocalSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(new TestClock());
        services.AddSingleton<TimeProvider>(s => s.GetRequiredService<TestClock>());
        services.AddSingleton<AdminKey>();
        services.AddSingleton<RpcServer>();
        services.AddSingleton<SettingNames>();
        services.AddSingleton(s => new Invocations(
            s.GetRequiredService<WorkerChannel>(), s.GetRequiredService<HostJson>().FunctionTimeout, TimeProvider.System,
            s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<HostedFunctions>();
        services.AddSingleton<HttpRoutes>();
        services.AddSingleton<FeedFunctions>();
        services.AddSingleton<TimerFunctions>();
        services.AddSingleton<ListenAddress>();
        services.AddSingleton<ReadyLine>();
        services.AddSingleton<LocalCalls>();
        services.AddSingleton<IStartupFilter, HttpFront>();
        services.AddHostedService<HostService>();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        services.Configure<KestrelServerOptions>(kestrel =>
            kestrel.Listen(IPAddress.Loopback, settings.Port, listen => listen.Protocols = HttpProtocols.Http1));
    }
}
