using System.Globalization;

namespace Local.Cosmos.Protocol;

/// <summary>A request, whichever way it came: in-process or over TCP.</summary>
internal abstract class Incoming
{
    /// <summary>GET, POST, PUT, PATCH or DELETE.</summary>
    public abstract string Method { get; }

    /// <summary>Percent-encoded, as sent, without the leading slash.</summary>
    public abstract string Path { get; }

    /// <summary>Scheme and authority the client used, ending in a slash.</summary>
    public abstract string Authority { get; }

    public abstract string? Header(string name);

    public abstract ValueTask<ReadOnlyMemory<byte>> ReadBody(CancellationToken cancellation);

    public bool Flag(string name) => string.Equals(Header(name), "True", StringComparison.OrdinalIgnoreCase);

    public int? Number(string name) =>
        int.TryParse(Header(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
