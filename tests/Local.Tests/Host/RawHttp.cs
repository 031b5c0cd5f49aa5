using System.Net.Sockets;
using System.Text;

namespace Local.Tests.Host;

/// <summary>A connection on which a test says what no client would.</summary>
sealed class RawHttp : IDisposable
{
    private readonly TcpClient client = new();
    private NetworkStream? stream;

    public static async Task<RawHttp> Connect(Uri address)
    {
        var http = new RawHttp();
        await http.client.ConnectAsync(address.Host, address.Port).InTime();
        http.stream = http.client.GetStream();
        return http;
    }

    public Task Send(string text) => stream!.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask().InTime();

    /// <summary>Says that nothing more comes; answers can still be read.</summary>
    public void EndSending() => client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>All that comes until the server closes.</summary>
    public async Task<string> ReadToEnd()
    {
        using var reader = new StreamReader(stream!, Encoding.ASCII);
        return await reader.ReadToEndAsync().InTime();
    }

    /// <summary>Completes once the server has hung up without a word.</summary>
    public async Task IsCut()
    {
        try
        {
            Assert.Equal(0, await stream!.ReadAsync(new byte[1]).AsTask().InTime());
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            // That is one way to hang up.
        }
    }

    public void Dispose() => client.Dispose();
}
