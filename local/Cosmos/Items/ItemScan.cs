using System.Text.Json;
using System.Text.Unicode;
using Local.Cosmos.Protocol;

namespace Local.Cosmos.Items;

/// <summary>Reads the JSON of an item once: checks it, finds what the container's shape asks for, and puts fresh system properties at its
/// end.</summary>
internal ref struct ItemScan
{
    private const int MaxBytes = 2 * 1024 * 1024;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    private readonly ReadOnlySpan<byte> json;
    private readonly ItemShape shape;
    private readonly Span<Range> found;
    private byte[]? foundId;
    private long? foundTtl;
    private List<Range>? systemCuts;
    private int closingBrace;

    private ItemScan(ReadOnlySpan<byte> json, ItemShape shape, Span<Range> found)
    {
        this.json = json;
        this.shape = shape;
        this.found = found;
    }

    public static Item Read(ReadOnlySpan<byte> json, ItemShape shape, SystemProperties system)
    {
        if (json.Length > MaxBytes)
            throw Refusal.TooLarge();
        if (!Utf8.IsValid(json))
            throw Refusal.BadRequest("The item is not UTF-8.");
        if (json.StartsWith("\uFEFF"u8))
            json = json[3..];
        Span<Range> places = stackalloc Range[shape.Tracked.Length];
        var scan = new ItemScan(json, shape, places);
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

    private void Walk()
    {
        var reader = new Utf8JsonReader(json, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw Refusal.BadRequest("The item is not a JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            Property(ref reader);
        closingBrace = (int)reader.TokenStartIndex;
        if (reader.Read())
            throw Refusal.BadRequest("The item is followed by more JSON.");
    }

    private void Property(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var name = reader.ValueSpan;
        var tracked = 0UL;
        for (var i = 0; i < shape.Tracked.Length; i++)
        {
            if (shape.Tracked[i].StartsWith(ref reader))
                tracked |= 1UL << i;
        }
        var isId = reader.ValueTextEquals("id"u8);
        var isTtl = name.Length == 3 && reader.ValueTextEquals("ttl"u8);
        var isSystem = name is [(byte)'_', ..] && IsSystem(name);
        reader.Read();
        var valueStart = (int)reader.TokenStartIndex;
        if (isId)
            foundId = reader.TokenType == JsonTokenType.String
                ? IndexValue.Unescape(ref reader) : throw Refusal.BadRequest("The id must be a string.");
        if (isTtl)
            foundTtl = ReadTtl(ref reader);
        reader.Skip();
        var end = (int)reader.BytesConsumed;
        if (isSystem)
            (systemCuts ??= []).Add(start..end);
        for (var i = 0; tracked != 0; i++, tracked >>= 1)
        {
            if ((tracked & 1) != 0)
                found[i] = Locate(shape.Tracked[i], valueStart, end);
        }
    }

    private readonly Range Locate(JsonPath path, int start, int end)
    {
        if (!path.IsNested)
            return start..end;
        var value = path.Follow(json[start..end]);
        if (value.IsEmpty)
            return default;
        json.Overlaps(value, out var offset);
        return offset..(offset + value.Length);
    }

    private static bool IsSystem(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("_etag"u8) || name.SequenceEqual("_ts"u8) || name.SequenceEqual("_rid"u8) || name.SequenceEqual("_self"u8)
        || name.SequenceEqual("_attachments"u8) || name.SequenceEqual("_lsn"u8);

    private static long? ReadTtl(ref Utf8JsonReader reader)
    {
        // Cosmos reads null as absent.
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var seconds) && (seconds > 0 || seconds == -1)
            ? seconds
            : throw Refusal.BadRequest("The ttl must be a positive number of seconds, or -1.");
    }

    private readonly Item Finish(SystemProperties system)
    {
        var id = foundId ?? throw Refusal.BadRequest(
            "The input content is invalid because the required properties - 'id; ' - are missing.");
        ItemId.Check(id);
        var etag = Etag.New();
        var keys = shape.PartitionKey.Count;
        var indexed = shape.Indexed.Count == 0 ? [] : new IndexValue[shape.Indexed.Count];
        for (var i = 0; i < indexed.Length; i++)
            indexed[i] = IndexValue.Parse(json[found[keys + i]]);
        return new Item
        {
            Id = id,
            PartitionKey = PartitionKey.OfItem(json, found[..keys]),
            Etag = etag,
            Ttl = foundTtl,
            Indexed = indexed,
            UniqueKeys = UniqueKeys(keys + indexed.Length),
            Body = Body(system, etag),
        };
    }

    private readonly byte[][] UniqueKeys(int first)
    {
        if (shape.UniqueKeys.Count == 0)
            return [];
        var keys = new byte[shape.UniqueKeys.Count][];
        for (var i = 0; i < keys.Length; i++)
        {
            var count = shape.UniqueKeys[i].Count;
            keys[i] = PartitionKey.OfItem(json, found.Slice(first, count));
            first += count;
        }
        return keys;
    }

    private readonly byte[] Body(SystemProperties system, Guid etag)
    {
        var kept = systemCuts is null ? Trim(json[..closingBrace]) : Trim(Cut(systemCuts));
        var body = GC.AllocateUninitializedArray<byte>(kept.Length + system.Length);
        kept.CopyTo(body);
        system.Append(body.AsSpan(kept.Length), etag);
        return body;
    }

    /// <summary>The item without the system properties its sender read before: ours replace them.</summary>
    private readonly ReadOnlySpan<byte> Cut(List<Range> cuts)
    {
        var output = new byte[closingBrace];
        var length = 0;
        var from = 0;
        foreach (var cut in cuts)
        {
            var keep = json[from..cut.Start.Value];
            keep.CopyTo(output.AsSpan(length));
            length += keep.Length;
            from = cut.End.Value;
            while (json[from] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
                from++;
            if (json[from] == (byte)',')
                from++;
        }
        var rest = json[from..closingBrace];
        rest.CopyTo(output.AsSpan(length));
        return output.AsSpan(0, length + rest.Length);
    }

    /// <summary>Without the white space and the comma that a cut may leave at the end.</summary>
    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> json) => json.TrimEnd(" \n\r\t,"u8);
}
