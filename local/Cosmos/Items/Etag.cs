using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Local.Cosmos.Items;

/// <summary>Entity tags look like Cosmos' (a quoted GUID), and are a counter after a random start: never repeated, cheap to make.</summary>
internal static class Etag
{
    private static readonly ulong Start = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
    private static long count;

    public static Guid New()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Start);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], Interlocked.Increment(ref count));
        return new Guid(bytes);
    }

    public static string Quote(Guid etag) => $"\"{etag:D}\"";
}

/// <summary>If-Match or If-None-Match.</summary>
internal readonly struct Condition
{
    private enum Kind { None, Any, Exact, Never }

    private readonly Kind kind;
    private readonly Guid etag;

    private Condition(Kind kind, Guid etag = default) => (this.kind, this.etag) = (kind, etag);

    public bool IsPresent => kind != Kind.None;

    public static Condition Parse(string? header)
    {
        if (string.IsNullOrEmpty(header))
            return default;
        if (string.Equals(header, "*", StringComparison.Ordinal))
            return new Condition(Kind.Any);
        // A tag that is not ours can match nothing.
        return Guid.TryParseExact(header.AsSpan().Trim('"'), "D", out var etag)
            ? new Condition(Kind.Exact, etag) : new Condition(Kind.Never);
    }

    public bool Matches(Guid current) => kind is Kind.Any || (kind is Kind.Exact && etag == current);
}
