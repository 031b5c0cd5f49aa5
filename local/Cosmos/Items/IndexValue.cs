using System.Text.Json;
using Local.Cosmos.Protocol;

namespace Local.Cosmos.Items;

/// <summary>
/// A JSON value as an index column holds it. Undefined is SQL NULL, numbers are numbers, strings are text, and everything else is a
/// one-byte blob:
/// so SQLite never compares values of different JSON types, which Cosmos does not either.
/// </summary>
internal readonly struct IndexValue
{
    private enum Kind : byte { Undefined, Integer, Real, Text, Other }

    private static readonly byte[] Null = [0], False = [1], True = [2], Composite = [3];

    private readonly Kind kind;
    private readonly long integer;
    private readonly double real;
    private readonly byte[]? bytes;

    private IndexValue(Kind kind, long integer = 0, double real = 0, byte[]? bytes = null) =>
        (this.kind, this.integer, this.real, this.bytes) = (kind, integer, real, bytes);

    public static IndexValue Of(long value) => new(Kind.Integer, integer: value);

    public static IndexValue Of(double value) => new(Kind.Real, real: value);

    public static IndexValue Of(byte[] utf8) => new(Kind.Text, bytes: utf8);

    public static IndexValue Of(bool value) => new(Kind.Other, bytes: value ? True : False);

    public static IndexValue OfNull() => new(Kind.Other, bytes: Null);

    /// <summary>Sorts before every blob and after all text.</summary>
    public static IndexValue OfEmptyBlob() => new(Kind.Other, bytes: []);

    public bool IsText => kind == Kind.Text;

    public bool IsNumber => kind is Kind.Integer or Kind.Real;

    public static IndexValue Parse(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
            return default;
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

    /// <summary>Of null, true and false only: they are their own bounds.</summary>
    public string ToJson() => bytes is [0] ? "null" : bytes is [1] ? "false" : "true";

    /// <summary>long, double, string bytes (<see cref="IsText"/>) or other bytes; null for undefined.</summary>
    public object? Content => kind switch
    {
        Kind.Integer => integer,
        Kind.Real => real,
        Kind.Text or Kind.Other => bytes,
        _ => null,
    };

    /// <summary>The bytes of the string the reader stands on.</summary>
    public static byte[] Unescape(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan.ToArray();
        var text = new byte[reader.ValueSpan.Length];
        try
        {
            return text.AsSpan(0, reader.CopyString(text)).ToArray();
        }
        catch (InvalidOperationException)
        {
            throw Refusal.BadRequest("A string holds an incomplete surrogate pair.");
        }
    }
}
