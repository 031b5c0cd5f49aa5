using System.Net.Sockets;
using System.Text;

namespace Local.Tests.Host;

/// <summary>A connection on which a test says what no client would.</summary>
sealed class RawHttp : IDisposable
{
    private readonly TcpClient client = new();

    public static async Task<RawHttp> Connect(Uri address)
    {
        var http = new RawHttp();
        await http.client.ConnectAsync(address.Host, address.Port).InTime();
        return http;
    }

    public Task Send(string text) => client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask().InTime();

    /// <summary>Says that nothing more comes; answers can still be read.</summary>
    public void EndSending() => client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>All that comes until the server closes.</summary>
    public async Task<string> ReadToEnd()
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        return await reader.ReadToEndAsync().InTime();
    }

    public void Dispose() => client.Dispose();
}
