using System.Net;
using Local.Blobs;
using Local.Clock;
using Local.Cosmos;
using Local.Mail;
using Local.Worker.Data;
using Local.Worker.Feed;
using Local.Worker.Functions;
using Local.Worker.Http;
using Local.Worker.Settings;
using Local.Worker.Startup;
using Local.Worker.Timers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Local.Worker;

/// <summary>Puts the stand-in together: settings and clock before the app's registrations, everything that runs after them.</summary>
static class Runtime
{
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        // Outside Azure the SDK's first call would go to the metadata address and wait there.
        Environment.SetEnvironmentVariable("COSMOS_DISABLE_IMDS_ACCESS", "true");
        var currentFolder = Directory.GetCurrentDirectory();
        var host = HostJson.Find(AppContext.BaseDirectory, currentFolder);
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT") ?? Environments.Development,
        });
        web.Configuration.AddLocalSettings(currentFolder);
        web.Configuration.AddEnvironmentVariables();
        web.Configuration.AddCommandLine(args);
        LocalCosmos.AddDefault(web.Configuration);
        LocalBlobs.AddDefault(web.Configuration);
        web.Logging.AddLocalConsole(host.LogLevels);
        web.WebHost.UseKestrelCore().ConfigureKestrel((context, kestrel) => Listen(kestrel, new LocalSettings(context.Configuration)));
        web.Services.AddSingleton(host);
        web.Services.AddRouting();
        web.Services.AddSingleton(new TestClock());
        web.Services.AddSingleton<TimeProvider>(services => services.GetRequiredService<TestClock>());
        return web;
    }

    public static WebApplication Build(
        WebApplicationBuilder web, IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware, bool servesHttp)
    {
        var functions = Types(web).Discover();
        if (!servesHttp && functions.Any(f => f.Http is not null))
            throw new InvalidOperationException("There are HTTP functions: call builder.ConfigureFunctionsWebApplication().");
        LocalCosmos.AddServices(web.Services, web.Configuration);
        OutboxCalls.AddServices(web.Services);
        LocalBlobs.AddServices(web.Services, web.Configuration);
        AddServices(web.Services, functions, middleware);
        var app = web.Build();
        // Opened first, so that it is closed last, and a folder in use is refused before anything runs.
        app.Services.GetService<CosmosServer>();
        app.UseRouting();
        app.Use(WrongMethod.IsNotFound);
        MapCalls(app, functions);
        return app;
    }

    private static FunctionTypes Types(WebApplicationBuilder web) =>
        web.Services.LastOrDefault(s => s.ServiceType == typeof(FunctionTypes))?.ImplementationInstance as FunctionTypes
        ?? FunctionTypes.Default(web.Configuration);

    private static void AddServices(
        IServiceCollection services,
        IReadOnlyList<Function> functions,
        IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        services.AddSingleton(functions);
        services.AddSingleton(s => new Pipeline(middleware, s.GetRequiredService<IServiceScopeFactory>(), s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<LocalSettings>();
        services.AddSingleton<FunctionKey>();
        services.AddSingleton<HttpFunctions>();
        services.AddSingleton<ListenAddress>();
        services.AddSingleton<FeedFunctions>();
        services.AddHostedService(s => s.GetRequiredService<FeedFunctions>());
        services.AddSingleton<TimerFunctions>();
        services.AddHostedService(s => s.GetRequiredService<TimerFunctions>());
        services.AddHostedService<ReadyLine>();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        // MVC costs start-up time that only an IActionResult needs.
        if (functions.Any(f => f.Method.ReturnType is var type && (type == typeof(IActionResult) || type == typeof(Task<IActionResult>))))
            services.AddMvcCore();
    }

    private static void Listen(KestrelServerOptions kestrel, LocalSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(IPAddress.Loopback, settings.Port, listen => listen.Protocols = HttpProtocols.Http1);
    }

    private static void MapCalls(WebApplication app, IReadOnlyList<Function> functions)
    {
        var http = app.Services.GetRequiredService<HttpFunctions>();
        var routePrefix = app.Services.GetRequiredService<HostJson>().RoutePrefix;
        foreach (var function in functions.Where(f => f.Http is not null))
            http.Map(app, function, routePrefix);
        ClockCalls.Map(app, app.Services.GetRequiredService<TestClock>());
        OutboxCalls.Map(app, app.Services.GetRequiredService<Outbox>());
        StoreCalls.Map(app, app.Services.GetService<CosmosServer>());
        FeedCalls.Map(app, app.Services.GetRequiredService<FeedFunctions>());
        AdminCalls.Map(app, functions, app.Services.GetRequiredService<TimerFunctions>());
    }
}
