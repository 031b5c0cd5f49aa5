using System.Buffers.Binary;
using System.Text;
using Local.Cosmos.Items;

namespace Local.Cosmos.Batches;

/// <summary>Writes the outcomes of a batch as RecordIO of HybridRow rows: one buffer of the right size, each body copied once.</summary>
internal static class BatchResult
{
    private const int RowHeaderLength = 14;
    private const int ChargeLength = 10;

    public static byte[] Write(ItemOperation[] operations)
    {
        var size = HybridRow.SegmentLength;
        foreach (var operation in operations)
            size += HybridRow.RecordHeaderLength + RowLength(operation);
        var buffer = GC.AllocateUninitializedArray<byte>(size);
        buffer[0] = HybridRow.Version;
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(1), HybridRow.Segment);
        buffer[5] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(6), HybridRow.SegmentLength);
        var at = HybridRow.SegmentLength;
        foreach (var operation in operations)
        {
            var length = RowLength(operation);
            var row = buffer.AsSpan(at + HybridRow.RecordHeaderLength, length);
            WriteRow(row, operation);
            var header = buffer.AsSpan(at);
            header[0] = HybridRow.Version;
            BinaryPrimitives.WriteInt32LittleEndian(header[1..], HybridRow.Record);
            BinaryPrimitives.WriteInt32LittleEndian(header[5..], length);
            BinaryPrimitives.WriteUInt32LittleEndian(header[9..], Crc32.Of(row));
            at += HybridRow.RecordHeaderLength + length;
        }
        return buffer;
    }

    private static int RowLength(ItemOperation operation)
    {
        var length = RowHeaderLength + ChargeLength;
        if (operation.Etag is { } etag)
            length += VarIntLength(etag.Length) + etag.Length;
        if (!operation.Body.IsEmpty)
            length += VarIntLength(operation.Body.Length) + operation.Body.Length;
        return length;
    }

    private static void WriteRow(Span<byte> row, ItemOperation operation)
    {
        row[0] = HybridRow.Version;
        BinaryPrimitives.WriteInt32LittleEndian(row[1..], HybridRow.ResultSchema);
        // Presence bits: status, sub-status, etag, body.
        row[5] = (byte)(3 | (operation.Etag is null ? 0 : 4) | (operation.Body.IsEmpty ? 0 : 8));
        BinaryPrimitives.WriteInt32LittleEndian(row[6..], operation.Status);
        BinaryPrimitives.WriteInt32LittleEndian(row[10..], operation.SubStatus);
        var at = RowHeaderLength;
        if (operation.Etag is { } etag)
        {
            at += WriteVarInt(row[at..], etag.Length);
            at += Encoding.ASCII.GetBytes(etag, row[at..]);
        }
        if (!operation.Body.IsEmpty)
        {
            at += WriteVarInt(row[at..], operation.Body.Length);
            operation.Body.Span.CopyTo(row[at..]);
            at += operation.Body.Length;
        }
        // The sparse field 6, a double: the request charge.
        row[at] = 0x10;
        row[at + 1] = 6;
        BinaryPrimitives.WriteDoubleLittleEndian(row[(at + 2)..], operation.Status == 424 ? 0 : 1);
    }

    private static int VarIntLength(int value)
    {
        var length = 1;
        for (; value >= 0x80; value >>= 7)
            length++;
        return length;
    }

    private static int WriteVarInt(Span<byte> target, int value)
    {
        var at = 0;
        for (; value >= 0x80; value >>= 7)
            target[at++] = (byte)((value & 0x7f) | 0x80);
        target[at++] = (byte)value;
        return at;
    }
}
