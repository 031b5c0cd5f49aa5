using Local.Host.Functions;
using Local.Host.Startup;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Local.Tests.Host;

/// <summary>A function app of a few classes on a real server with a port of its own.</summary>
sealed class TestApp : IAsyncDisposable
{
    private readonly IHost host;

    private TestApp(IHost host)
    {
        this.host = host;
        Client = new HttpClient { BaseAddress = host.Services.GetRequiredService<ListenAddress>().Uri };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => host.Services;

    /// <summary>Without a database: nothing opens one, and nothing calls this address.</summary>
    public static Task<TestApp> Start(Action<FunctionsApplicationBuilder> configure, params Type[] functions) =>
        Start(["--Cosmos:ConnectionString=AccountEndpoint=http://127.0.0.1:1/;AccountKey=bm8="], configure, functions);

    public static async Task<TestApp> Start(string[] args, Action<FunctionsApplicationBuilder> configure, params Type[] functions)
    {
        var builder = FunctionsApplication.CreateBuilder(["--PORT=0", .. args]);
        builder.Services.AddSingleton(FunctionTypes.Of(functions));
        builder.Services.AddSingleton(new ReadyOutput(TextWriter.Null));
        builder.Services.AddSingleton(new Calls());
        builder.Logging.ClearProviders();
        configure(builder);
        var built = builder.Build();
        try
        {
            await built.StartAsync();
            return new TestApp(built);
        }
        catch
        {
            await ((IAsyncDisposable)built).DisposeAsync();
            throw;
        }
    }

    public static Task<TestApp> Start(params Type[] functions) =>
        Start(builder => builder.ConfigureFunctionsWebApplication(), functions);

    public T Get<T>() where T : notnull => host.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
