using System.Buffers.Binary;
using System.Text;
using Local.Cosmos.Protocol;

namespace Local.Cosmos.Batches;

/// <summary>One operation of a batch as it came: what of HybridRow the SDK writes, and no more. Offsets into the request.</summary>
internal readonly record struct BatchRow(
    int Operation, string? PartitionKey, ReadOnlyMemory<byte> Id, ReadOnlyMemory<byte> Body, string? IfMatch, string? IfNoneMatch,
        bool IsMinimal);

/// <summary>Reads the RecordIO of HybridRow rows that a batch request is.</summary>
internal static class HybridRow
{
    public const byte Version = 0x81;
    public const int Segment = 0x7FFFD8F0;
    public const int Record = 0x7FFFD8F1;
    public const int OperationSchema = 0x7FE15470;
    public const int ResultSchema = 0x7FE15471;

    /// <summary>Version and schema of a segment, then its length: the 10 bytes every stream begins with.</summary>
    public const int SegmentLength = 10;

    /// <summary>Version, schema, length and CRC-32 of the row that follows.</summary>
    public const int RecordHeaderLength = 13;

    public static List<BatchRow> Read(ReadOnlyMemory<byte> body, int maxRows)
    {
        var rows = new List<BatchRow>(4);
        try
        {
            var at = SegmentHeader(body.Span);
            while (at < body.Length)
            {
                var header = body.Span[at..];
                if (header[0] != Version || Int32(header[1..]) != Record)
                    throw Refusal.BadRequest("The batch request is malformed: no record where one is expected.");
                var length = Int32(header[5..]);
                at += RecordHeaderLength;
                if (rows.Count == maxRows)
                    throw Refusal.BadRequest($"Batch request has more operations than what is supported: {maxRows}.");
                var row = body.Slice(at, length);
                if (Crc32.Of(row.Span) != BinaryPrimitives.ReadUInt32LittleEndian(header[9..]))
                    throw Refusal.BadRequest("The batch request is malformed: the checksum of a record is wrong.");
                rows.Add(Row(row));
                at += length;
            }
            return rows;
        }
        catch (Exception error) when (error is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw Refusal.BadRequest("The batch request is malformed: it ends early.");
        }
    }

    private static int SegmentHeader(ReadOnlySpan<byte> body)
    {
        if (body.Length < SegmentLength || body[0] != Version || Int32(body[1..]) != Segment)
            throw Refusal.BadRequest("The batch request is malformed: it does not begin with a segment.");
        return Int32(body[6..]);
    }

    private static BatchRow Row(ReadOnlyMemory<byte> row)
    {
        var span = row.Span;
        if (span[0] != Version || Int32(span[1..]) != OperationSchema)
            throw Refusal.BadRequest("The batch request is malformed: unknown schema.");
        // Presence bits: operation type, resource type, then the five fields of variable length.
        var present = span[5];
        var operation = (present & 1) != 0 ? Int32(span[6..]) : throw Refusal.BadRequest("A batch operation has no type.");
        var at = 14;
        string? partitionKey = null;
        ReadOnlyMemory<byte> id = default, body = default;
        for (var field = 2; field <= 6; field++)
        {
            if ((present >> field & 1) == 0)
                continue;
            var length = VarInt(span, ref at);
            var value = row.Slice(at, length);
            at += length;
            if (field == 2)
                partitionKey = Encoding.UTF8.GetString(value.Span);
            else if (field == 4)
                id = value;
            else if (field == 6)
                body = value;
        }
        string? ifMatch = null, ifNoneMatch = null;
        var isMinimal = false;
        while (at < span.Length)
        {
            var type = span[at++];
            var path = VarInt(span, ref at);
            if (type is TypeTrue or TypeFalse)
            {
                if (path == 12)
                    isMinimal = type == TypeTrue;
                continue;
            }
            if (type == TypeInt32)
            {
                at += 4;
                continue;
            }
            if (type != TypeUtf8)
                throw Refusal.BadRequest($"The batch request is malformed: type {type} is not supported.");
            var length = VarInt(span, ref at);
            var text = Encoding.UTF8.GetString(span.Slice(at, length));
            at += length;
            if (path == 9)
                ifMatch = text;
            else if (path == 10)
                ifNoneMatch = text;
        }
        return new BatchRow(operation, partitionKey, id, body, ifMatch, ifNoneMatch, isMinimal);
    }

    private const byte TypeFalse = 0x02;
    private const byte TypeTrue = 0x03;
    private const byte TypeInt32 = 0x07;
    private const byte TypeUtf8 = 0x14;

    private static int Int32(ReadOnlySpan<byte> span) => BinaryPrimitives.ReadInt32LittleEndian(span);

    private static int VarInt(ReadOnlySpan<byte> span, ref int at)
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = span[at++];
            value |= (next & 0x7f) << shift;
            if (next < 0x80)
                return value;
            if (shift > 21)
                throw Refusal.BadRequest("The batch request is malformed: a length is too long.");
        }
    }
}
