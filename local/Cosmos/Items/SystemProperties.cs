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
    private const int RidLength = 24;
    private const int EtagLength = 36;
    private const int TsLength = 10;

    private readonly byte[] ridPrefix;
    private readonly byte[] tail;
    private readonly int ridOffset;
    private readonly int selfOffset;
    private readonly int etagOffset;
    private readonly int tsOffset;

    public SystemProperties(byte[] containerRid, string selfLink)
    {
        ridPrefix = containerRid;
        var rid = new string('0', RidLength);
        var text = $",\"_rid\":\"{rid}\",\"_self\":\"{selfLink}docs/{rid}/\",\"_etag\":\"\\\"{Guid.Empty:D}\\\"\","
            + "\"_attachments\":\"attachments/\",\"_ts\":1000000000}";
        tail = Encoding.UTF8.GetBytes(text);
        ridOffset = tail.Length - text.IndexOf(rid, StringComparison.Ordinal);
        selfOffset = tail.Length - text.LastIndexOf(rid, StringComparison.Ordinal);
        etagOffset = tail.Length - text.IndexOf(Guid.Empty.ToString("D"), StringComparison.Ordinal);
        tsOffset = TsLength + 1;
    }

    public int Length => tail.Length;

    /// <summary>Appends the tail, with the etag, to a body that ends before its closing brace.</summary>
    public void Append(Span<byte> end, Guid etag)
    {
        tail.CopyTo(end);
        etag.TryFormat(end[^etagOffset..], out _, "D");
    }

    /// <summary>What only the writer knows: the item's number and the second of the commit.</summary>
    public void Stamp(Span<byte> body, long rid, long ts)
    {
        WriteRid(body[^ridOffset..], rid);
        body.Slice(body.Length - ridOffset, RidLength).CopyTo(body[^selfOffset..]);
        Utf8Formatter.TryFormat(ts, body[^tsOffset..], out _);
    }

    public static Guid ReadEtag(ReadOnlySpan<byte> column) => new(column);

    /// <summary>The quoted etag header of a stored body.</summary>
    public string EtagHeader(ReadOnlySpan<byte> body) =>
        string.Create(EtagLength + 2, body.Slice(body.Length - etagOffset, EtagLength), static (text, etag) =>
    {
        text[0] = '"';
        Encoding.ASCII.GetChars(etag, text[1..]);
        text[^1] = '"';
    });

    private void WriteRid(Span<byte> text, long number)
    {
        Span<byte> bytes = stackalloc byte[16];
        ridPrefix.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], number);
        Base64.EncodeToUtf8(bytes, text, out _, out _);
        // Rids are written into ids of lease documents, and an id has no slash.
        text[..RidLength].Replace((byte)'/', (byte)'-');
    }
}
