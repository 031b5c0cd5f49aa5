using System.Text.Json;
using Local.Cosmos.Items;

namespace Local.Cosmos.Queries;

/// <summary>The order of the types is the order in which Cosmos sorts them.</summary>
internal enum ValueKind { Undefined, Null, Boolean, Number, String, Array, Object }

/// <summary>A value while a query runs. Undefined is a value of its own: what a missing property is.</summary>
internal readonly struct Value
{
    private readonly bool isInteger;
    private readonly long integer;
    private readonly double real;
    private readonly object? content;
    private readonly JsonElement json;

    private Value(ValueKind kind, long integer = 0, double real = 0, bool isInteger = false, object? content = null,
        JsonElement json = default)
    {
        Kind = kind;
        this.integer = integer;
        this.real = real;
        this.isInteger = isInteger;
        this.content = content;
        this.json = json;
    }

    public static Value Undefined => default;

    public static Value Null => new(ValueKind.Null);

    public ValueKind Kind { get; }

    public bool IsDefined => Kind != ValueKind.Undefined;

    public bool IsTrue => Kind == ValueKind.Boolean && integer != 0;

    public bool IsFalse => Kind == ValueKind.Boolean && integer == 0;

    /// <summary>Integers of 64 bits stay exact; Cosmos itself has only doubles.</summary>
    public bool IsInteger => isInteger;

    public long Integer => integer;

    public double Real => isInteger ? integer : real;

    public string Text => (string)content!;

    public static Value Of(bool value) => new(ValueKind.Boolean, value ? 1 : 0);

    public static Value Of(long value) => new(ValueKind.Number, value, isInteger: true);

    public static Value Of(double value) => new(ValueKind.Number, real: value);

    public static Value Of(string value) => new(ValueKind.String, content: value);

    public static Value Of(Value[] items) => new(ValueKind.Array, content: items);

    public static Value Of(KeyValuePair<string, Value>[] properties) => new(ValueKind.Object, content: properties);

    public static Value Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => Null,
        JsonValueKind.True => Of(true),
        JsonValueKind.False => Of(false),
        JsonValueKind.Number => json.TryGetInt64(out var integer) ? Of(integer) : Of(json.GetDouble()),
        JsonValueKind.String => Of(json.GetString()!),
        JsonValueKind.Array => new Value(ValueKind.Array, json: json),
        JsonValueKind.Object => new Value(ValueKind.Object, json: json),
        _ => Undefined,
    };

    public Value Property(string name)
    {
        if (Kind != ValueKind.Object)
            return Undefined;
        if (content is not KeyValuePair<string, Value>[] properties)
            return json.TryGetProperty(name, out var value) ? Of(value) : Undefined;
        foreach (var property in properties)
        {
            if (property.Key == name)
                return property.Value;
        }
        return Undefined;
    }

    public Value Item(long index)
    {
        if (Kind != ValueKind.Array || index < 0)
            return Undefined;
        if (content is Value[] items)
            return index < items.Length ? items[index] : Undefined;
        return index < json.GetArrayLength() ? Of(json[(int)index]) : Undefined;
    }

    public IEnumerable<Value> Items() => content is Value[] items ? items : json.EnumerateArray().Select(Of);

    public int Length => content is Value[] items ? items.Length : json.GetArrayLength();

    /// <summary>As the index columns hold it; null when this kind of value cannot bound a search.</summary>
    public IndexValue? Indexed => Kind switch
    {
        ValueKind.Null => IndexValue.OfNull(),
        ValueKind.Boolean => IndexValue.Of(integer != 0),
        ValueKind.Number => isInteger ? IndexValue.Of(integer) : IndexValue.Of(real),
        ValueKind.String => IndexValue.Of(System.Text.Encoding.UTF8.GetBytes(Text)),
        _ => null,
    };

    /// <summary>The order of ORDER BY, MIN and MAX: by type, then by value. Composite values compare by their JSON.</summary>
    public static int Compare(in Value a, in Value b)
    {
        if (a.Kind != b.Kind)
            return a.Kind.CompareTo(b.Kind);
        return a.Kind switch
        {
            ValueKind.Boolean => a.integer.CompareTo(b.integer),
            ValueKind.Number => a.isInteger && b.isInteger ? a.integer.CompareTo(b.integer) : a.Real.CompareTo(b.Real),
            ValueKind.String => string.CompareOrdinal(a.Text, b.Text),
            ValueKind.Array or ValueKind.Object => string.CompareOrdinal(a.ToJson(), b.ToJson()),
            _ => 0,
        };
    }

    /// <summary>Deep equality; the order of an object's properties does not matter.</summary>
    public static bool Same(in Value a, in Value b)
    {
        if (a.Kind != b.Kind)
            return false;
        return a.Kind is ValueKind.Array or ValueKind.Object
            ? JsonElement.DeepEquals(JsonElement.Parse(a.ToJson()), JsonElement.Parse(b.ToJson()))
            : Compare(a, b) == 0;
    }

    public string ToJson()
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Undefined cannot be written: callers leave it out.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case ValueKind.Null: writer.WriteNullValue(); break;
            case ValueKind.Boolean: writer.WriteBooleanValue(integer != 0); break;
            case ValueKind.Number when isInteger: writer.WriteNumberValue(integer); break;
            case ValueKind.Number: writer.WriteNumberValue(real); break;
            case ValueKind.String: writer.WriteStringValue(Text); break;
            case ValueKind.Array when content is Value[] items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    if (item.IsDefined)
                        item.WriteTo(writer);
                }
                writer.WriteEndArray();
                break;
            case ValueKind.Object when content is KeyValuePair<string, Value>[] properties:
                writer.WriteStartObject();
                foreach (var (name, value) in properties)
                {
                    if (!value.IsDefined)
                        continue;
                    writer.WritePropertyName(name);
                    value.WriteTo(writer);
                }
                writer.WriteEndObject();
                break;
            case ValueKind.Array or ValueKind.Object: json.WriteTo(writer); break;
        }
    }
}
