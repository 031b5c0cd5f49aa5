namespace Local.Cosmos.Queries;

/// <summary>COUNT, SUM, MIN, MAX or AVG in a SELECT: its value is looked up by its number among the query's aggregates.</summary>
internal sealed record Aggregate(string Name, Expression Argument, int Number) : Expression
{
    public static bool IsName(string name) => name is "COUNT" or "SUM" or "MIN" or "MAX" or "AVG";

    public override string Sql => $"{Name}({Argument.Sql})";

    public override IEnumerable<Expression> Children => [Argument];

    public override Value Evaluate(in Scope scope) => scope.Aggregates?[Number] ?? Value.Undefined;
}

/// <summary>One aggregate over one group.</summary>
internal sealed class Accumulator(Aggregate aggregate)
{
    private long count;
    private Value result = aggregate.Name is "SUM" or "AVG" ? Value.Of(0L) : Value.Undefined;
    private bool isUndefined;

    public Value Result => aggregate.Name switch
    {
        "COUNT" => Value.Of(count),
        _ when isUndefined => Value.Undefined,
        "AVG" => count == 0 ? Value.Undefined : Value.Of(result.Real / count),
        _ => result,
    };

    public void Add(in Scope scope)
    {
        var value = aggregate.Argument.Evaluate(scope);
        if (!value.IsDefined)
            return;
        count++;
        switch (aggregate.Name)
        {
            case "SUM" or "AVG":
                // One value that is not a number makes the whole sum undefined, as in Cosmos.
                result = new Arithmetic("+", new Constant(result), new Constant(value)).Evaluate(scope);
                isUndefined |= !result.IsDefined;
                break;
            case "MIN" when !result.IsDefined || Value.Compare(value, result) < 0: result = value; break;
            case "MAX" when !result.IsDefined || Value.Compare(value, result) > 0: result = value; break;
        }
    }
}
