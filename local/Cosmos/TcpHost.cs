using System.Net;
using Local.Cosmos.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Local.Cosmos;

/// <summary>The server on a TCP port, for other processes. Here every request must be signed with the account's key.</summary>
internal sealed class TcpHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private TcpHost(WebApplication app) => this.app = app;

    public Uri Address =>
        new(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    public static async Task<TcpHost> Start(Dispatcher dispatcher, Uri address, CancellationToken cancellation)
    {
        if (address.Scheme != Uri.UriSchemeHttp)
            throw new ArgumentException($"Only http is served, not {address}.", nameof(address));
        var ip = address.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(address.Host);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(ip, address.Port, listener => listener.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var built = builder.Build();
        built.Run(context => Handle(dispatcher, context));
        await built.StartAsync(cancellation);
        return new TcpHost(built);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task Handle(Dispatcher dispatcher, HttpContext context)
    {
        var request = new TcpRequest(context);
        var answer = MasterKey.Signed(request)
            ? await dispatcher.Handle(request, context.RequestAborted)
            : Answer.Error(401, "The input authorization token can't serve the request. Is the key the account's?").To(request);
        if (answer.IsDropped)
        {
            context.Abort();
            return;
        }
        var response = context.Response;
        response.StatusCode = answer.Status;
        answer.WriteHeaders(response.Headers, static (headers, name, value) => headers[name] = value);
        if (answer.Status is 204 or 304)
            return;
        response.ContentLength = answer.Body.Length;
        if (answer.Body.IsEmpty)
            return;
        response.ContentType = answer.ContentType;
        await response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}

/// <summary>Signals belong to the process around us: the default lifetime would swallow Ctrl+C and SIGTERM.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal sealed class TcpRequest(HttpContext context) : Incoming
{
    public override string Method => context.Request.Method;

    /// <summary>As sent: Kestrel's own path is already decoded.</summary>
    public override string Path { get; } = context.Features.GetRequiredFeature<IHttpRequestFeature>()
        .RawTarget.Split('?')[0].TrimStart('/');

    public override string Authority => $"http://{context.Request.Host}/";

    public override string? Header(string name) => context.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    public override async ValueTask<ReadOnlyMemory<byte>> ReadBody(CancellationToken cancellation)
    {
        using var buffer = new MemoryStream((int)Math.Clamp(context.Request.ContentLength ?? 0, 0, 1 << 20));
        await context.Request.Body.CopyToAsync(buffer, cancellation);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
