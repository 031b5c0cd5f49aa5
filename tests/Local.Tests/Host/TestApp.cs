using System.Collections.Immutable;
using Local.Host;
using Local.Host.Settings;
using Local.Host.Startup;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Local.Tests.Host;

/// <summary>A function app of a few classes on the official worker, with a host, a port and a data folder of its own.</summary>
sealed class TestApp : IAsyncDisposable
{
    /// <summary>Without a database: nothing opens one, and nothing calls this address.</summary>
    public const string NoDatabase = "--Cosmos=AccountEndpoint=http://127.0.0.1:1/;AccountKey=bm8=";
    private readonly IHost host;
    private readonly string? ownFolder;
    private bool isStopped;

    private TestApp(IHost host, string? ownFolder)
    {
        this.host = host;
        this.ownFolder = ownFolder;
        Client = new HttpClient { BaseAddress = host.Services.GetRequiredService<ListenAddress>().Uri };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => host.Services;

    public string Folder => Get<LocalSettings>().DataFolder;

    public Calls Calls => Get<Calls>();

    public static Task<TestApp> Start(params Type[] functions) => Start(_ => { }, functions);

    /// <param name="configure">Before the web application is added: its middleware is outside that of the worker.</param>
    public static Task<TestApp> Start(Action<FunctionsApplicationBuilder> configure, params Type[] functions) =>
        Start([NoDatabase], configure, functions);

    public static async Task<TestApp> Start(string[] args, Action<FunctionsApplicationBuilder> configure, params Type[] functions)
    {
        var temporary = args.Any(arg => arg.StartsWith("--POINTS_DATA=", StringComparison.Ordinal))
            ? null
            : Directory.CreateTempSubdirectory("app").FullName;
        var built = Build(temporary is null ? args : [$"--POINTS_DATA={temporary}", .. args], configure, functions);
        try
        {
            await built.StartAsync().InTime();
            return new TestApp(built, temporary);
        }
        catch
        {
            await ((IAsyncDisposable)built).DisposeAsync();
            Delete(temporary);
            throw;
        }
    }

    /// <summary>Not yet started.</summary>
    public static IHost Build(string[] args, Action<FunctionsApplicationBuilder> configure, params Type[] functions)
    {
        var builder = FunctionsApplication.CreateBuilder(["--PORT=0", "--COSMOS_PORT=0", .. args]);
        LocalHost.AddTo(builder);
        builder.Services.AddSingleton(FunctionsOf(functions));
        builder.Services.AddSingleton<IFunctionExecutor, DirectFunctionExecutor>();
        builder.Services.AddSingleton(new ReadyOutput(TextWriter.Null));
        builder.Services.AddSingleton(new Calls());
        builder.Logging.ClearProviders();
        configure(builder);
        // A test whose middleware belongs inside has added it already.
        if (!builder.Services.Any(service => service.ServiceType == typeof(IServer)))
            builder.ConfigureFunctionsWebApplication();
        return builder.Build();
    }

    public static IFunctionMetadataProvider FunctionsOf(params Type[] types) => new ChosenFunctions(types);

    public T Get<T>() where T : notnull => host.Services.GetRequiredService<T>();

    public async Task Stop()
    {
        isStopped = true;
        await host.StopAsync().InTime();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!isStopped)
            await Stop();
        await ((IAsyncDisposable)host).DisposeAsync();
        Delete(ownFolder);
    }

    private static void Delete(string? folder)
    {
        if (folder is not null)
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Of all functions in this assembly those of the given classes.</summary>
    private sealed class ChosenFunctions(Type[] types) : IFunctionMetadataProvider
    {
        public async Task<ImmutableArray<IFunctionMetadata>> GetFunctionMetadataAsync(string directory)
        {
            var all = await new GeneratedFunctionMetadataProvider().GetFunctionMetadataAsync(directory);
            return [.. all.Where(function =>
                types.Any(type => function.EntryPoint!.StartsWith($"{type.FullName}.", StringComparison.Ordinal)))];
        }
    }
}
