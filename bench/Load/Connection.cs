using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bench.Load;

/// <summary>
/// One keep-alive HTTP/1.1 connection that sends ready-made bytes and waits. HttpClient costs about as much CPU a request
/// as a good server does; on two shared cores that would measure the client. Blocking calls on a thread of its own
/// also spare the hop over epoll and the thread pool.
/// </summary>
public sealed class Connection : IDisposable
{
    readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        ReceiveTimeout = 30_000,
        SendTimeout = 30_000,
    };

    readonly byte[] received = new byte[256 * 1024];
    int filled;
    Range body;

    public Connection(IPEndPoint server) => socket.Connect(server);

    /// <summary>The last answer's body, until the next <see cref="Send"/>.</summary>
    public ReadOnlySpan<byte> Body => received.AsSpan(body);

    /// <returns>The answer's status.</returns>
    public int Send(ReadOnlySpan<byte> request)
    {
        for (var rest = request; !rest.IsEmpty;)
            rest = rest[socket.Send(rest)..];

        filled = 0;
        var bodyStart = FindFrom(0, "\r\n\r\n"u8) + 4;
        var head = received.AsSpan(0, bodyStart);
        if (!head.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(head[9..12], out int status, out _))
            throw new IOException("The answer is not HTTP/1.1.");

        body = IsChunked(head) ? ReadChunks(bodyStart) : ReadLength(bodyStart, ContentLength(head));
        return status;
    }

    public void Dispose() => socket.Dispose();

    Range ReadLength(int start, int length)
    {
        ReceiveUpTo(start + length);
        return start..(start + length);
    }

    /// <summary>Moves the chunks together in place, so that the body is one span.</summary>
    Range ReadChunks(int start)
    {
        var (position, end) = (start, start);
        while (true)
        {
            var lineEnd = FindFrom(position, "\r\n"u8);
            if (!Utf8Parser.TryParse(received.AsSpan(position..lineEnd), out int length, out _, 'x'))
                throw new IOException("A chunk has no length.");

            position = lineEnd + 2;
            ReceiveUpTo(position + length + 2);
            if (length == 0)
                return start..end;

            received.AsSpan(position, length).CopyTo(received.AsSpan(end));
            position += length + 2;
            end += length;
        }
    }

    static int ContentLength(ReadOnlySpan<byte> head) =>
        Utf8Parser.TryParse(Header(head, "content-length"u8), out int length, out _) ? length : 0;

    static bool IsChunked(ReadOnlySpan<byte> head) =>
        Ascii.EqualsIgnoreCase(Header(head, "transfer-encoding"u8), "chunked"u8);

    static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        while (head.IndexOf("\r\n"u8) is var lineEnd && lineEnd > 0)
        {
            var line = head[..lineEnd];
            if (line.Length > name.Length && line[name.Length] == ':' && Ascii.EqualsIgnoreCase(line[..name.Length], name))
                return line[(name.Length + 1)..].Trim((byte)' ');
            head = head[(lineEnd + 2)..];
        }

        return [];
    }

    int FindFrom(int start, ReadOnlySpan<byte> mark)
    {
        while (true)
        {
            if (received.AsSpan(start..filled) is var known && known.IndexOf(mark) is var at && at >= 0)
                return start + at;
            ReceiveUpTo(filled + 1);
        }
    }

    void ReceiveUpTo(int length)
    {
        if (length > received.Length)
            throw new IOException($"The answer is longer than {received.Length} bytes.");
        while (filled < length)
        {
            var count = socket.Receive(received.AsSpan(filled));
            if (count == 0)
                throw new IOException("The server closed the connection in the middle of an answer.");
            filled += count;
        }
    }
}
