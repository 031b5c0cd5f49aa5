using Local.Cosmos.Protocol;

namespace Local.Cosmos.Queries;

/// <summary>A built-in function. The names are upper case here; queries may write them as they like.</summary>
internal sealed record Call(string Name, IReadOnlyList<Expression> Arguments) : Expression
{
    private static readonly Dictionary<string, (int Min, int Max)> Known = new(StringComparer.Ordinal)
    {
        ["STARTSWITH"] = (2, 3), ["ENDSWITH"] = (2, 3), ["CONTAINS"] = (2, 3), ["STRINGEQUALS"] = (2, 3),
        ["IS_DEFINED"] = (1, 1), ["IS_NULL"] = (1, 1), ["IS_NUMBER"] = (1, 1), ["IS_STRING"] = (1, 1), ["IS_BOOL"] = (1, 1),
        ["IS_ARRAY"] = (1, 1), ["IS_OBJECT"] = (1, 1), ["IS_PRIMITIVE"] = (1, 1),
        ["ARRAY_CONTAINS"] = (2, 2), ["ARRAY_LENGTH"] = (1, 1), ["LENGTH"] = (1, 1), ["LOWER"] = (1, 1), ["UPPER"] = (1, 1),
        ["ABS"] = (1, 1), ["FLOOR"] = (1, 1), ["CEILING"] = (1, 1), ["CONCAT"] = (2, 20),
    };

    public override string Sql => $"{Name}({Join(Arguments)})";

    public override IEnumerable<Expression> Children => Arguments;

    public static Call Create(string name, IReadOnlyList<Expression> arguments)
    {
        if (!Known.TryGetValue(name, out var count))
            throw Refusal.BadRequest($"The function {name} is not supported by this server.");
        if (arguments.Count < count.Min || arguments.Count > count.Max)
            throw Refusal.BadRequest($"The function {name} does not take {arguments.Count} arguments.");
        return new Call(name, arguments);
    }

    public override Value Evaluate(in Scope scope)
    {
        var first = Arguments[0].Evaluate(scope);
        return Name switch
        {
            "IS_DEFINED" => Value.Of(first.IsDefined),
            "IS_NULL" => Is(first, ValueKind.Null),
            "IS_NUMBER" => Is(first, ValueKind.Number),
            "IS_STRING" => Is(first, ValueKind.String),
            "IS_BOOL" => Is(first, ValueKind.Boolean),
            "IS_ARRAY" => Is(first, ValueKind.Array),
            "IS_OBJECT" => Is(first, ValueKind.Object),
            "IS_PRIMITIVE" => Value.Of(first.Kind is ValueKind.Null or ValueKind.Boolean or ValueKind.Number or ValueKind.String),
            "ARRAY_CONTAINS" => Contains(first, Arguments[1].Evaluate(scope)),
            "ARRAY_LENGTH" => first.Kind == ValueKind.Array ? Value.Of((long)first.Length) : Value.Undefined,
            "ABS" or "FLOOR" or "CEILING" => Number(first),
            "CONCAT" => Concat(first, scope),
            "LENGTH" or "LOWER" or "UPPER" => Text(first),
            _ => Match(first, scope),
        };
    }

    private static Value Is(in Value value, ValueKind kind) => Value.Of(value.Kind == kind);

    private static Value Contains(in Value array, Value wanted)
    {
        if (array.Kind != ValueKind.Array || !wanted.IsDefined)
            return Value.Undefined;
        return Value.Of(array.Items().Any(item => Value.Same(item, wanted)));
    }

    private Value Match(in Value first, in Scope scope)
    {
        var second = Arguments[1].Evaluate(scope);
        if (first.Kind != ValueKind.String || second.Kind != ValueKind.String)
            return Value.Undefined;
        var comparison = Arguments.Count == 3 && Arguments[2].Evaluate(scope).IsTrue
            ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return Value.Of(Name switch
        {
            "STARTSWITH" => first.Text.StartsWith(second.Text, comparison),
            "ENDSWITH" => first.Text.EndsWith(second.Text, comparison),
            "CONTAINS" => first.Text.Contains(second.Text, comparison),
            _ => string.Equals(first.Text, second.Text, comparison),
        });
    }

    private Value Text(in Value value)
    {
        if (value.Kind != ValueKind.String)
            return Value.Undefined;
        return Name switch
        {
            "LENGTH" => Value.Of((long)value.Text.Length),
            "UPPER" => Value.Of(value.Text.ToUpperInvariant()),
#pragma warning disable CA1308 // The query asks for lower case.
            _ => Value.Of(value.Text.ToLowerInvariant()),
#pragma warning restore CA1308
        };
    }

    private Value Number(in Value value)
    {
        if (value.Kind != ValueKind.Number)
            return Value.Undefined;
        if (value.IsInteger)
            return Name == "ABS" ? Value.Of(Math.Abs(value.Integer)) : value;
        return Value.Of(Name switch
        {
            "ABS" => Math.Abs(value.Real),
            "FLOOR" => Math.Floor(value.Real),
            _ => Math.Ceiling(value.Real),
        });
    }

    private Value Concat(in Value first, in Scope scope)
    {
        if (first.Kind != ValueKind.String)
            return Value.Undefined;
        var text = first.Text;
        for (var i = 1; i < Arguments.Count; i++)
        {
            var next = Arguments[i].Evaluate(scope);
            if (next.Kind != ValueKind.String)
                return Value.Undefined;
            text += next.Text;
        }
        return Value.Of(text);
    }
}
