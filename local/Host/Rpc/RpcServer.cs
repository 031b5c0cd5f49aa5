using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Local.Host.Rpc;

/// <summary>The gRPC side of the host, on a server of its own: it is there before the worker connects and until it has gone.</summary>
sealed class RpcServer(RpcEndpoint endpoint, WorkerChannel channel) : IAsyncDisposable
{
    private WebApplication? server;

    public async Task Start(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(endpoint.Address, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = _ => endpoint.Socket);
        builder.Services.AddRouting();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        builder.Services.AddSingleton(channel);
        server = builder.Build();
        server.UseRouting();
        server.MapGrpcService<RpcService>();
        await server.StartAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        channel.Close();
        if (Interlocked.Exchange(ref server, null) is { } running)
            await running.DisposeAsync();
    }
}
