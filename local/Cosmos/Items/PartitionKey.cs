using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Local.Cosmos.Protocol;

namespace Local.Cosmos.Items;

/// <summary>
/// A partition key as the pk column holds it: per component one letter for the type, then the value. The header and the body
/// of a request come to the same bytes, whatever way each of them writes its JSON.
/// </summary>
internal static class PartitionKey
{
    private const int MaxBytes = 2048;
    private const byte Separator = 0x1f;

    public static byte[] OfHeader(string? header, int components)
    {
        if (header is null)
            throw Refusal.BadRequest("PartitionKey value must be supplied for this operation.");
        if (components == 1 && TryPlainString(header) is { } plain)
            return plain;
        var json = Encoding.UTF8.GetBytes(header);
        var reader = new Utf8JsonReader(json);
        var key = new ArrayBufferWriter<byte>();
        var count = 0;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
                throw Refusal.BadRequest($"Partition key {header} is invalid.");
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (count++ > 0)
                    key.Write([Separator]);
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                Write(key, json.AsSpan()[start..(int)reader.BytesConsumed]);
            }
        }
        catch (JsonException)
        {
            throw Refusal.BadRequest($"Partition key {header} is invalid.");
        }
        if (count != components)
            throw Refusal.BadRequest($"Partition key {header} has {count} components, the container has {components}.");
        return Checked(key);
    }

    /// <summary>The key of an item: the values at the container's partition key paths, an empty span where there is none.</summary>
    public static byte[] OfItem(ReadOnlySpan<byte> body, ReadOnlySpan<Range> values)
    {
        var key = new ArrayBufferWriter<byte>(64);
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
                key.Write([Separator]);
            Write(key, body[values[i]]);
        }
        return Checked(key);
    }

    /// <summary>Nearly every header is ["…"] without anything escaped.</summary>
    private static byte[]? TryPlainString(string header)
    {
        if (header.Length < 4 || !header.StartsWith("[\"", StringComparison.Ordinal) || !header.EndsWith("\"]", StringComparison.Ordinal))
            return null;
        var value = header.AsSpan(2, header.Length - 4);
        if (value.IndexOfAny('\\', '"') >= 0 || value.Length > MaxBytes / 3)
            return null;
        var key = new byte[1 + Encoding.UTF8.GetByteCount(value)];
        key[0] = (byte)'s';
        Encoding.UTF8.GetBytes(value, key.AsSpan(1));
        return key;
    }

    private static byte[] Checked(ArrayBufferWriter<byte> key) =>
        key.WrittenCount <= MaxBytes ? key.WrittenSpan.ToArray() : throw Refusal.BadRequest("A partition key is at most 2 KB.");

    private static void Write(ArrayBufferWriter<byte> key, ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
        {
            key.Write("u"u8);
            return;
        }
        var reader = new Utf8JsonReader(json);
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                key.Write("s"u8);
                key.Write(reader.ValueIsEscaped ? IndexValue.Unescape(ref reader) : reader.ValueSpan);
                break;
            case JsonTokenType.Number:
                key.Write(Encoding.UTF8.GetBytes("n" + reader.GetDouble().ToString("R", CultureInfo.InvariantCulture)));
                break;
            case JsonTokenType.True: key.Write("t"u8); break;
            case JsonTokenType.False: key.Write("f"u8); break;
            case JsonTokenType.Null: key.Write("z"u8); break;
            // {} in the header is PartitionKey.None: the item has no such property.
            case JsonTokenType.StartObject when json.Length == 2: key.Write("u"u8); break;
            default: throw Refusal.BadRequest("A partition key component is a string, a number, a boolean or null.");
        }
    }
}
