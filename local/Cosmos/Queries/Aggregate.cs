namespace Local.Cosmos.Queries;

/// <summary>COUNT, SUM, MIN, MAX or AVG in a SELECT: its value is looked up by its number among the query's aggregates.</summary>
internal sealed record Aggregate(string Name, Expression Argument, int Number) : Expression
{
    public static bool IsName(string name) => name is "COUNT" or "SUM" or "MIN" or "MAX" or "AVG";

    public override Value Evaluate(in Scope scope) => scope.Aggregates?[Number] ?? Value.Undefined;
}

/// <summary>One aggregate over one group.</summary>
internal sealed class Accumulator(Aggregate aggregate)
{
    long _count;
    Value _result = aggregate.Name is "SUM" or "AVG" ? Value.Of(0L) : Value.Undefined;
    bool _isUndefined;

    public Value Result => aggregate.Name switch
    {
        "COUNT" => Value.Of(_count),
        _ when _isUndefined => Value.Undefined,
        "AVG" => _count == 0 ? Value.Undefined : Value.Of(_result.Real / _count),
        _ => _result,
    };

    public void Add(in Scope scope)
    {
        var value = aggregate.Argument.Evaluate(scope);
        if (!value.IsDefined) return;
        _count++;
        switch (aggregate.Name)
        {
            case "SUM" or "AVG":
                // One value that is not a number makes the whole sum undefined, as in Cosmos.
                _result = new Arithmetic("+", new Constant(_result), new Constant(value)).Evaluate(scope);
                _isUndefined |= !_result.IsDefined;
                break;
            case "MIN" when !_result.IsDefined || Value.Compare(value, _result) < 0: _result = value; break;
            case "MAX" when !_result.IsDefined || Value.Compare(value, _result) > 0: _result = value; break;
        }
    }
}
