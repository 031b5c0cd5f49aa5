using System.Net;
using System.Net.Sockets;

namespace Local.Host.Rpc;

/// <summary>
/// Where host and worker meet: a port of this machine that is taken before the worker is told of it, and nobody else's in between.
/// </summary>
sealed class RpcEndpoint : IDisposable
{
    public RpcEndpoint()
    {
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    public Socket Socket { get; }

    public IPEndPoint Address => (IPEndPoint)Socket.LocalEndPoint!;

    /// <summary>Known to host and worker alone: another process that connects is refused.</summary>
    public string WorkerId { get; } = Guid.NewGuid().ToString();

    /// <summary>What a worker is told on its command line; in one process it is configuration.</summary>
    public Dictionary<string, string?> WorkerSettings => new(StringComparer.Ordinal)
    {
        ["Functions:Worker:HostEndpoint"] = $"http://{Address}/",
        ["Functions:Worker:WorkerId"] = WorkerId,
        ["Functions:Worker:RequestId"] = Guid.NewGuid().ToString(),
        ["Functions:Worker:GrpcMaxMessageLength"] = int.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    public void Dispose() => Socket.Dispose();
}
