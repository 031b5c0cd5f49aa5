namespace Local.Cosmos.Queries;

/// <summary>+ - * / % on numbers, || on strings; anything else is undefined.</summary>
internal sealed record Arithmetic(string Operator, Expression Left, Expression Right) : Expression
{
    public override string Sql => $"({Left.Sql} {Operator} {Right.Sql})";

    public override IEnumerable<Expression> Children => [Left, Right];

    public override Value Evaluate(in Scope scope)
    {
        var left = Left.Evaluate(scope);
        var right = Right.Evaluate(scope);
        if (Operator == "||")
            return left.Kind == ValueKind.String && right.Kind == ValueKind.String ? Value.Of(left.Text + right.Text) : Value.Undefined;
        if (left.Kind != ValueKind.Number || right.Kind != ValueKind.Number)
            return Value.Undefined;
        return (left.IsInteger && right.IsInteger ? Exact(left.Integer, right.Integer) : null) ?? Real(left.Real, right.Real);
    }

    /// <summary>Null when the result is not an integer of 64 bits.</summary>
    private Value? Exact(long left, long right)
    {
        try
        {
            return Operator switch
            {
                "+" => Value.Of(left + right),
                "-" => Value.Of(left - right),
                "*" => Value.Of(left * right),
                "/" when right != 0 && left % right == 0 => Value.Of(left / right),
                "%" when right != 0 => Value.Of(left % right),
                _ => null,
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private Value Real(double left, double right)
    {
        var result = Operator switch
        {
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "/" => left / right,
            _ => left % right,
        };
        return double.IsFinite(result) ? Value.Of(result) : Value.Undefined;
    }
}
