using System.Text.Json;
using System.Text.Unicode;

namespace Local.Cosmos.Items;

/// <summary>Reads the JSON of an item once: checks it, finds what the container's shape asks for, and puts fresh system properties at its end.</summary>
internal ref struct ItemScan
{
    const int MaxBytes = 2 * 1024 * 1024;
    static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    readonly ReadOnlySpan<byte> _json;
    readonly ItemShape _shape;
    readonly Span<Range> _found;
    byte[]? _id;
    long? _ttl;
    List<Range>? _cuts;
    int _closingBrace;

    ItemScan(ReadOnlySpan<byte> json, ItemShape shape, Span<Range> found)
    {
        _json = json;
        _shape = shape;
        _found = found;
    }

    public static Item Read(ReadOnlySpan<byte> json, ItemShape shape, SystemProperties system)
    {
        if (json.Length > MaxBytes) throw Refusal.TooLarge();
        if (!Utf8.IsValid(json)) throw Refusal.BadRequest("The item is not UTF-8.");
        if (json.StartsWith("\uFEFF"u8)) json = json[3..];
        Span<Range> found = stackalloc Range[shape.Tracked.Length];
        var scan = new ItemScan(json, shape, found);
        try
        {
            scan.Walk();
        }
        catch (JsonException error)
        {
            throw Refusal.BadRequest($"The item is not valid JSON: {error.Message}");
        }
        return scan.Finish(system);
    }

    void Walk()
    {
        var reader = new Utf8JsonReader(_json, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw Refusal.BadRequest("The item is not a JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) Property(ref reader);
        _closingBrace = (int)reader.TokenStartIndex;
        if (reader.Read()) throw Refusal.BadRequest("The item is followed by more JSON.");
    }

    void Property(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var name = reader.ValueSpan;
        var tracked = 0UL;
        for (var i = 0; i < _shape.Tracked.Length; i++)
        {
            if (_shape.Tracked[i].StartsWith(ref reader)) tracked |= 1UL << i;
        }
        var isId = reader.ValueTextEquals("id"u8);
        var isTtl = name.Length == 3 && reader.ValueTextEquals("ttl"u8);
        var isSystem = name is [(byte)'_', ..] && IsSystem(name);
        reader.Read();
        var valueStart = (int)reader.TokenStartIndex;
        if (isId) _id = reader.TokenType == JsonTokenType.String ? IndexValue.Unescape(ref reader) : throw Refusal.BadRequest("The id must be a string.");
        if (isTtl) _ttl = ReadTtl(ref reader);
        reader.Skip();
        var end = (int)reader.BytesConsumed;
        if (isSystem) (_cuts ??= []).Add(start..end);
        for (var i = 0; tracked != 0; i++, tracked >>= 1)
        {
            if ((tracked & 1) != 0) _found[i] = Locate(_shape.Tracked[i], valueStart, end);
        }
    }

    readonly Range Locate(JsonPath path, int start, int end)
    {
        if (!path.IsNested) return start..end;
        var value = path.Follow(_json[start..end]);
        if (value.IsEmpty) return default;
        _json.Overlaps(value, out var offset);
        return offset..(offset + value.Length);
    }

    static bool IsSystem(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("_etag"u8) || name.SequenceEqual("_ts"u8) || name.SequenceEqual("_rid"u8) || name.SequenceEqual("_self"u8)
        || name.SequenceEqual("_attachments"u8) || name.SequenceEqual("_lsn"u8);

    static long? ReadTtl(ref Utf8JsonReader reader)
    {
        // Cosmos reads null as absent.
        if (reader.TokenType == JsonTokenType.Null) return null;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var seconds) && (seconds > 0 || seconds == -1)
            ? seconds
            : throw Refusal.BadRequest("The ttl must be a positive number of seconds, or -1.");
    }

    readonly Item Finish(SystemProperties system)
    {
        var id = _id ?? throw Refusal.BadRequest("The input content is invalid because the required properties - 'id; ' - are missing.");
        ItemId.Check(id);
        var etag = Etag.New();
        var keys = _shape.PartitionKey.Count;
        var indexed = _shape.Indexed.Count == 0 ? [] : new IndexValue[_shape.Indexed.Count];
        for (var i = 0; i < indexed.Length; i++) indexed[i] = IndexValue.Parse(_json[_found[keys + i]]);
        return new Item
        {
            Id = id,
            PartitionKey = PartitionKey.OfItem(_json, _found[..keys]),
            Etag = etag,
            Ttl = _ttl,
            Indexed = indexed,
            UniqueKeys = UniqueKeys(keys + indexed.Length),
            Body = Body(system, etag),
        };
    }

    readonly byte[][] UniqueKeys(int first)
    {
        if (_shape.UniqueKeys.Count == 0) return [];
        var keys = new byte[_shape.UniqueKeys.Count][];
        for (var i = 0; i < keys.Length; i++)
        {
            var count = _shape.UniqueKeys[i].Count;
            keys[i] = PartitionKey.OfItem(_json, _found.Slice(first, count));
            first += count;
        }
        return keys;
    }

    readonly byte[] Body(SystemProperties system, Guid etag)
    {
        var kept = _cuts is null ? Trim(_json[.._closingBrace]) : Trim(Cut(_cuts));
        var body = GC.AllocateUninitializedArray<byte>(kept.Length + system.Length);
        kept.CopyTo(body);
        system.Append(body.AsSpan(kept.Length), etag);
        return body;
    }

    /// <summary>The item without the system properties its sender read before: ours replace them.</summary>
    readonly ReadOnlySpan<byte> Cut(List<Range> cuts)
    {
        var output = new byte[_closingBrace];
        var length = 0;
        var from = 0;
        foreach (var cut in cuts)
        {
            var keep = _json[from..cut.Start.Value];
            keep.CopyTo(output.AsSpan(length));
            length += keep.Length;
            from = cut.End.Value;
            while (_json[from] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') from++;
            if (_json[from] == (byte)',') from++;
        }
        var rest = _json[from.._closingBrace];
        rest.CopyTo(output.AsSpan(length));
        return output.AsSpan(0, length + rest.Length);
    }

    /// <summary>Without the white space and the comma that a cut may leave at the end.</summary>
    static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> json) => json.TrimEnd(" \n\r\t,"u8);
}
