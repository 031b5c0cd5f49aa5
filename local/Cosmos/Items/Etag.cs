using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Local.Cosmos.Items;

/// <summary>Entity tags look like Cosmos' (a quoted GUID), and are a counter after a random start: never repeated, cheap to make.</summary>
internal static class Etag
{
    static readonly ulong Start = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
    static long _count;

    public static Guid New()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Start);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], Interlocked.Increment(ref _count));
        return new Guid(bytes);
    }

    public static string Quote(Guid etag) => $"\"{etag:D}\"";
}

/// <summary>If-Match or If-None-Match.</summary>
internal readonly struct Condition
{
    enum Kind { None, Any, Exact, Never }

    readonly Kind _kind;
    readonly Guid _etag;

    Condition(Kind kind, Guid etag = default) => (_kind, _etag) = (kind, etag);

    public bool IsPresent => _kind != Kind.None;

    public static Condition Parse(string? header)
    {
        if (string.IsNullOrEmpty(header)) return default;
        if (string.Equals(header, "*", StringComparison.Ordinal)) return new Condition(Kind.Any);
        // A tag that is not ours can match nothing.
        return Guid.TryParseExact(header.AsSpan().Trim('"'), "D", out var etag) ? new Condition(Kind.Exact, etag) : new Condition(Kind.Never);
    }

    public bool Matches(Guid current) => _kind is Kind.Any || (_kind is Kind.Exact && _etag == current);
}
