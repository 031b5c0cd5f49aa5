using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace Local.Cosmos.Items;

/// <summary>
/// _rid, _self, _etag, _attachments and _ts as the tail of every stored body. The tail has the same length for every item of a container,
/// so the writer stamps it in place and readers find the etag by its distance from the end, without parsing.
/// </summary>
internal sealed class SystemProperties
{
    const int RidLength = 24;
    const int EtagLength = 36;
    const int TsLength = 10;

    readonly byte[] _ridPrefix;
    readonly byte[] _tail;
    readonly int _rid;
    readonly int _self;
    readonly int _etag;
    readonly int _ts;

    public SystemProperties(byte[] containerRid, string selfLink)
    {
        _ridPrefix = containerRid;
        var rid = new string('0', RidLength);
        var text = $",\"_rid\":\"{rid}\",\"_self\":\"{selfLink}docs/{rid}/\",\"_etag\":\"\\\"{Guid.Empty:D}\\\"\",\"_attachments\":\"attachments/\",\"_ts\":1000000000}}";
        _tail = Encoding.UTF8.GetBytes(text);
        _rid = _tail.Length - text.IndexOf(rid, StringComparison.Ordinal);
        _self = _tail.Length - text.LastIndexOf(rid, StringComparison.Ordinal);
        _etag = _tail.Length - text.IndexOf(Guid.Empty.ToString("D"), StringComparison.Ordinal);
        _ts = TsLength + 1;
    }

    public int Length => _tail.Length;

    /// <summary>Appends the tail, with the etag, to a body that ends before its closing brace.</summary>
    public void Append(Span<byte> end, Guid etag)
    {
        _tail.CopyTo(end);
        etag.TryFormat(end[^_etag..], out _, "D");
    }

    /// <summary>What only the writer knows: the item's number and the second of the commit.</summary>
    public void Stamp(Span<byte> body, long rid, long ts)
    {
        WriteRid(body[^_rid..], rid);
        body.Slice(body.Length - _rid, RidLength).CopyTo(body[^_self..]);
        Utf8Formatter.TryFormat(ts, body[^_ts..], out _);
    }

    public static Guid ReadEtag(ReadOnlySpan<byte> column) => new(column);

    /// <summary>The quoted etag header of a stored body.</summary>
    public string EtagHeader(ReadOnlySpan<byte> body) => string.Create(EtagLength + 2, body.Slice(body.Length - _etag, EtagLength), static (text, etag) =>
    {
        text[0] = '"';
        Encoding.ASCII.GetChars(etag, text[1..]);
        text[^1] = '"';
    });

    void WriteRid(Span<byte> text, long number)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ridPrefix.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], number);
        Base64.EncodeToUtf8(bytes, text, out _, out _);
        // Rids are written into ids of lease documents, and an id has no slash.
        text[..RidLength].Replace((byte)'/', (byte)'-');
    }
}
