namespace Local.Cosmos.Queries;

/// <summary>What an expression may look at: one item, and the aggregates of its group once they are known.</summary>
internal readonly record struct Scope(Value Item, Value[]? Aggregates = null);

internal abstract record Expression
{
    /// <summary>The expression as text that parses to the same one: two are the same when their texts are.</summary>
    public abstract string Sql { get; }

    public abstract Value Evaluate(in Scope scope);

    public virtual IEnumerable<Expression> Children => [];

    /// <summary>Itself and all below it.</summary>
    public IEnumerable<Expression> All => Children.SelectMany(child => child.All).Prepend(this);

    protected static string Join(IEnumerable<Expression> expressions) =>
        string.Join(", ", expressions.Select(expression => expression.Sql));
}

internal sealed record Constant(Value Value) : Expression
{
    public override string Sql => Value.IsDefined ? Value.ToJson() : "undefined";

    public override Value Evaluate(in Scope scope) => Value;
}

/// <summary>The item itself, by the alias of FROM.</summary>
internal sealed record Root(string Alias) : Expression
{
    public override string Sql => Alias;

    public override Value Evaluate(in Scope scope) => scope.Item;
}

internal sealed record Property(Expression Target, string Name) : Expression
{
    public override string Sql => $"{Target.Sql}[{Value.Of(Name).ToJson()}]";

    public override IEnumerable<Expression> Children => [Target];

    public override Value Evaluate(in Scope scope) => Target.Evaluate(scope).Property(Name);

    /// <summary>/a/b when this is a path from the item, else null.</summary>
    public string? Path => Target switch
    {
        Root => "/" + Name,
        Property parent when parent.Path is { } path => path + "/" + Name,
        _ => null,
    };
}

internal sealed record Element(Expression Target, Expression Index) : Expression
{
    public override string Sql => $"{Target.Sql}[{Index.Sql}]";

    public override IEnumerable<Expression> Children => [Target, Index];

    public override Value Evaluate(in Scope scope)
    {
        var index = Index.Evaluate(scope);
        return index switch
        {
            { Kind: ValueKind.String } => Target.Evaluate(scope).Property(index.Text),
            { Kind: ValueKind.Number, IsInteger: true } => Target.Evaluate(scope).Item(index.Integer),
            _ => Value.Undefined,
        };
    }
}

internal sealed record Not(Expression Operand) : Expression
{
    public override string Sql => $"(NOT {Operand.Sql})";

    public override IEnumerable<Expression> Children => [Operand];

    public override Value Evaluate(in Scope scope)
    {
        var value = Operand.Evaluate(scope);
        return value.Kind == ValueKind.Boolean ? Value.Of(value.IsFalse) : Value.Undefined;
    }
}

/// <summary>Undefined is neither true nor false, but false decides an AND, and true an OR, by itself.</summary>
internal sealed record And(Expression Left, Expression Right) : Expression
{
    public override string Sql => $"({Left.Sql} AND {Right.Sql})";

    public override IEnumerable<Expression> Children => [Left, Right];

    public override Value Evaluate(in Scope scope)
    {
        var left = Left.Evaluate(scope);
        if (left.IsFalse)
            return left;
        var right = Right.Evaluate(scope);
        if (right.IsFalse)
            return right;
        return left.IsTrue && right.IsTrue ? left : Value.Undefined;
    }
}

internal sealed record Or(Expression Left, Expression Right) : Expression
{
    public override string Sql => $"({Left.Sql} OR {Right.Sql})";

    public override IEnumerable<Expression> Children => [Left, Right];

    public override Value Evaluate(in Scope scope)
    {
        var left = Left.Evaluate(scope);
        if (left.IsTrue)
            return left;
        var right = Right.Evaluate(scope);
        if (right.IsTrue)
            return right;
        return left.IsFalse && right.IsFalse ? left : Value.Undefined;
    }
}

internal enum Comparison { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual }

/// <summary>Equality holds only within a type; order is undefined across types and for composite values.</summary>
internal sealed record Compare(Comparison Operator, Expression Left, Expression Right) : Expression
{
    public override string Sql => $"({Left.Sql} {Symbol} {Right.Sql})";

    public override IEnumerable<Expression> Children => [Left, Right];

    public override Value Evaluate(in Scope scope) => Of(Operator, Left.Evaluate(scope), Right.Evaluate(scope));

    private string Symbol => Operator switch
    {
        Comparison.Equal => "=",
        Comparison.NotEqual => "!=",
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Greater => ">",
        Comparison.GreaterOrEqual => ">=",
        _ => throw new InvalidOperationException($"The comparison {Operator} has no symbol."),
    };

    public static Value Of(Comparison comparison, in Value left, in Value right)
    {
        if (!left.IsDefined || !right.IsDefined)
            return Value.Undefined;
        if (comparison == Comparison.Equal)
            return Value.Of(Value.Same(left, right));
        if (comparison == Comparison.NotEqual)
            return Value.Of(!Value.Same(left, right));
        if (left.Kind != right.Kind || left.Kind is ValueKind.Array or ValueKind.Object)
            return Value.Undefined;
        var order = Value.Compare(left, right);
        return Value.Of(comparison switch
        {
            Comparison.Less => order < 0,
            Comparison.LessOrEqual => order <= 0,
            Comparison.Greater => order > 0,
            _ => order >= 0,
        });
    }
}

internal sealed record In(Expression Operand, IReadOnlyList<Expression> List) : Expression
{
    public override string Sql => $"({Operand.Sql} IN ({Join(List)}))";

    public override IEnumerable<Expression> Children => [Operand, .. List];

    public override Value Evaluate(in Scope scope)
    {
        var value = Operand.Evaluate(scope);
        if (!value.IsDefined)
            return Value.Undefined;
        foreach (var candidate in List)
        {
            if (Value.Same(value, candidate.Evaluate(scope)))
                return Value.Of(true);
        }
        return Value.Of(false);
    }
}

internal sealed record ArrayOf(IReadOnlyList<Expression> Items) : Expression
{
    public override string Sql => $"[{Join(Items)}]";

    public override IEnumerable<Expression> Children => Items;

    public override Value Evaluate(in Scope scope)
    {
        var items = new Value[Items.Count];
        for (var i = 0; i < items.Length; i++)
            items[i] = Items[i].Evaluate(scope);
        return Value.Of(items);
    }
}

internal sealed record ObjectOf(IReadOnlyList<(string Name, Expression Value)> Properties) : Expression
{
    public override string Sql =>
        "{" + string.Join(", ", Properties.Select(property => $"{Value.Of(property.Name).ToJson()}: {property.Value.Sql}")) + "}";

    public override IEnumerable<Expression> Children => Properties.Select(property => property.Value);

    public override Value Evaluate(in Scope scope)
    {
        var properties = new KeyValuePair<string, Value>[Properties.Count];
        for (var i = 0; i < properties.Length; i++)
            properties[i] = new(Properties[i].Name, Properties[i].Value.Evaluate(scope));
        return Value.Of(properties);
    }
}
