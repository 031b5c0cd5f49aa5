using System.Text;
using System.Text.Json;
using Local.Cosmos.Protocol;

namespace Local.Cosmos.Items;

/// <summary>A path of property names, as in a partition key or an indexing policy: /a/b or /"odd name"/?</summary>
internal sealed class JsonPath
{
    private readonly byte[][] names;

    public JsonPath(string text)
    {
        Text = text.EndsWith("/?", StringComparison.Ordinal) ? text[..^2] : text;
        if (Text.Length < 2 || Text[0] != '/')
            throw Refusal.BadRequest($"The path '{text}' must start with '/' and name a property.");
        Names = [.. Text[1..].Split('/').Select(name => name.Trim('"'))];
        names = [.. Names.Select(Encoding.UTF8.GetBytes)];
    }

    public string Text { get; }

    public IReadOnlyList<string> Names { get; }

    public bool IsNested => names.Length > 1;

    /// <summary>Is the property name the reader stands on the first name of this path?</summary>
    public bool StartsWith(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? reader.ValueTextEquals(names[0]) : reader.ValueSpan.SequenceEqual(names[0]);

    /// <summary>Follows the rest of the path inside the value of its first name: an empty span when it leads nowhere.</summary>
    public ReadOnlySpan<byte> Follow(ReadOnlySpan<byte> value)
    {
        for (var depth = 1; depth < names.Length; depth++)
        {
            value = Property(value, names[depth]);
            if (value.IsEmpty)
                return [];
        }
        return value;
    }

    private static ReadOnlySpan<byte> Property(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (found)
                return json[start..(int)reader.BytesConsumed];
        }
        return [];
    }
}
