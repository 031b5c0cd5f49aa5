using System.Text.Json;
using Local.Cosmos.Storage;

namespace Local.Cosmos.Items;

/// <summary>
/// A JSON value as an index column holds it. Undefined is SQL NULL, numbers are numbers, strings are text, and everything else is a one-byte blob:
/// so SQLite never compares values of different JSON types, which Cosmos does not either.
/// </summary>
internal readonly struct IndexValue
{
    enum Kind : byte { Undefined, Integer, Real, Text, Other }

    static readonly byte[] Null = [0], False = [1], True = [2], Composite = [3];

    readonly Kind _kind;
    readonly long _integer;
    readonly double _real;
    readonly byte[]? _bytes;

    IndexValue(Kind kind, long integer = 0, double real = 0, byte[]? bytes = null) => (_kind, _integer, _real, _bytes) = (kind, integer, real, bytes);

    public static IndexValue Of(long value) => new(Kind.Integer, integer: value);

    public static IndexValue Of(double value) => new(Kind.Real, real: value);

    public static IndexValue Of(byte[] utf8) => new(Kind.Text, bytes: utf8);

    public static IndexValue Of(bool value) => new(Kind.Other, bytes: value ? True : False);

    public static IndexValue OfNull() => new(Kind.Other, bytes: Null);

    public bool IsText => _kind == Kind.Text;

    public bool IsNumber => _kind is Kind.Integer or Kind.Real;

    public static IndexValue Parse(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty) return default;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String => Of(Unescape(ref reader)),
            JsonTokenType.Number => reader.TryGetInt64(out var integer) ? Of(integer) : Of(reader.GetDouble()),
            JsonTokenType.True => Of(true),
            JsonTokenType.False => Of(false),
            JsonTokenType.Null => OfNull(),
            _ => new IndexValue(Kind.Other, bytes: Composite),
        };
    }

    public void Bind(Statement statement, int index)
    {
        switch (_kind)
        {
            case Kind.Integer: statement.Bind(index, _integer); break;
            case Kind.Real: statement.Bind(index, _real); break;
            case Kind.Text: statement.BindText(index, _bytes); break;
            case Kind.Other: statement.BindBlob(index, _bytes); break;
            default: statement.BindNull(index); break;
        }
    }

    /// <summary>The bytes of the string the reader stands on.</summary>
    public static byte[] Unescape(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return reader.ValueSpan.ToArray();
        var bytes = new byte[reader.ValueSpan.Length];
        try
        {
            return bytes.AsSpan(0, reader.CopyString(bytes)).ToArray();
        }
        catch (InvalidOperationException)
        {
            throw Refusal.BadRequest("A string holds an incomplete surrogate pair.");
        }
    }
}
