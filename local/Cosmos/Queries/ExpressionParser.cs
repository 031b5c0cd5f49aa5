using Local.Cosmos.Protocol;

namespace Local.Cosmos.Queries;

/// <summary>Recursive descent over the tokens of a query: one method per level of precedence, the loosest first.</summary>
internal class ExpressionParser(string query, IReadOnlyDictionary<string, Value> parameters)
{
    private readonly List<Token> tokens = Lexer.Read(query);
    private int at;

    /// <summary>The name of FROM; set before any expression is read, because SELECT comes first in the text.</summary>
    protected string Alias { get; set; } = "c";

    protected List<Aggregate> Aggregates { get; } = [];

    protected Token Current => tokens[at];

    protected int Position
    {
        get => at;
        set => at = value;
    }

    protected Token Take() => tokens[at++];

    protected bool TryTake(string text)
    {
        if (!Current.Is(text))
            return false;
        at++;
        return true;
    }

    protected void Expect(string text)
    {
        if (!TryTake(text))
            throw Unexpected($"'{text}'");
    }

    protected Refusal Unexpected(string wanted) =>
        Refusal.BadRequest($"Syntax error at {Current.At}: {wanted} expected, not '{Current.Text}'.");

    protected string Name() => Current.Kind == TokenKind.Name ? Take().Text : throw Unexpected("a name");

    protected Expression Expression()
    {
        var left = Conjunction();
        while (TryTake("OR"))
            left = new Or(left, Conjunction());
        return left;
    }

    private Expression Conjunction()
    {
        var left = Negation();
        while (TryTake("AND"))
            left = new And(left, Negation());
        return left;
    }

    private Expression Negation() => TryTake("NOT") ? new Not(Negation()) : Comparison();

    private Expression Comparison()
    {
        var left = Sum();
        while (true)
        {
            var negated = Current.Is("NOT") && (tokens[at + 1].Is("IN") || tokens[at + 1].Is("BETWEEN"));
            if (negated)
                at++;
            Expression? next = null;
            if (TryTake("IN"))
                next = new In(left, List("(", ")"));
            else if (TryTake("BETWEEN"))
                next = Between(left);
            else if (Operator() is { } comparison)
                next = new Compare(comparison, left, Sum());
            if (next is null)
                return left;
            left = negated ? new Not(next) : next;
        }
    }

    private And Between(Expression value)
    {
        var low = Sum();
        Expect("AND");
        return new And(new Compare(Queries.Comparison.GreaterOrEqual, value, low),
            new Compare(Queries.Comparison.LessOrEqual, value, Sum()));
    }

    private Comparison? Operator()
    {
        Comparison? found = Current switch
        {
            { Kind: not TokenKind.Symbol } => null,
            { Text: "=" } => Queries.Comparison.Equal,
            { Text: "!=" or "<>" } => Queries.Comparison.NotEqual,
            { Text: "<" } => Queries.Comparison.Less,
            { Text: "<=" } => Queries.Comparison.LessOrEqual,
            { Text: ">" } => Queries.Comparison.Greater,
            { Text: ">=" } => Queries.Comparison.GreaterOrEqual,
            _ => null,
        };
        if (found is not null)
            at++;
        return found;
    }

    private Expression Sum()
    {
        var left = Product();
        while (Current is { Kind: TokenKind.Symbol, Text: "+" or "-" or "||" })
            left = new Arithmetic(Take().Text, left, Product());
        return left;
    }

    private Expression Product()
    {
        var left = Unary();
        while (Current is { Kind: TokenKind.Symbol, Text: "*" or "/" or "%" })
            left = new Arithmetic(Take().Text, left, Unary());
        return left;
    }

    private Expression Unary()
    {
        if (TryTake("+"))
            return Unary();
        if (!TryTake("-"))
            return Member();
        return Unary() switch
        {
            Constant { Value: { Kind: ValueKind.Number, IsInteger: true } integer } => new Constant(Value.Of(-integer.Integer)),
            Constant { Value: { Kind: ValueKind.Number } real } => new Constant(Value.Of(-real.Real)),
            var operand => new Arithmetic("-", new Constant(Value.Of(0L)), operand),
        };
    }

    private Expression Member()
    {
        var target = Primary();
        while (true)
        {
            if (TryTake("."))
            {
                target = new Property(target, Name());
            }
            else if (TryTake("["))
            {
                var index = Expression();
                Expect("]");
                target = index is Constant { Value: { Kind: ValueKind.String } name }
                    ? new Property(target, name.Text) : new Element(target, index);
            }
            else
            {
                return target;
            }
        }
    }

    protected Expression Primary()
    {
        var token = Take();
        switch (token.Kind)
        {
            case TokenKind.Number: return new Constant(token.Value);
            case TokenKind.Text: return new Constant(Value.Of(token.Text));
            case TokenKind.Parameter:
                return parameters.TryGetValue(token.Text, out var value)
                    ? new Constant(value) : throw Refusal.BadRequest($"The parameter {token.Text} has no value.");
            case TokenKind.Symbol when token.Text == "(":
                var inner = Current.Is("SELECT") ? throw Refusal.BadRequest("Subqueries are not supported by this server.") : Expression();
                Expect(")");
                return inner;
            case TokenKind.Symbol when token.Text == "[":
                at--;
                return new ArrayOf(List("[", "]"));
            case TokenKind.Symbol when token.Text == "{": return Object();
            case TokenKind.Name: return Named(token);
            default:
                at--;
                throw Unexpected("an expression");
        }
    }

    private Expression Named(Token name)
    {
        if (name.Text == Alias)
            return new Root(Alias);
        var upper = name.Text.ToUpperInvariant();
        switch (upper)
        {
            case "TRUE": return new Constant(Value.Of(true));
            case "FALSE": return new Constant(Value.Of(false));
            case "NULL": return new Constant(Value.Null);
            case "UNDEFINED": return new Constant(Value.Undefined);
            case "EXISTS" or "ARRAY": throw Refusal.BadRequest("Subqueries are not supported by this server.");
        }
        if (!Current.Is("("))
            throw Refusal.BadRequest($"Identifier '{name.Text}' could not be resolved: only the alias '{Alias}' is known.");
        var arguments = List("(", ")");
        if (!Aggregate.IsName(upper))
            return Call.Create(upper, arguments);
        if (arguments.Count != 1)
            throw Refusal.BadRequest($"{upper} takes one argument.");
        var aggregate = new Aggregate(upper, arguments[0], Aggregates.Count);
        Aggregates.Add(aggregate);
        return aggregate;
    }

    private ObjectOf Object()
    {
        var properties = new List<(string, Expression)>();
        while (!TryTake("}"))
        {
            if (properties.Count > 0)
                Expect(",");
            var name = Current.Kind is TokenKind.Text or TokenKind.Name ? Take().Text : throw Unexpected("a property name");
            Expect(":");
            properties.Add((name, Expression()));
        }
        return new ObjectOf(properties);
    }

    private List<Expression> List(string open, string close)
    {
        Expect(open);
        var list = new List<Expression>();
        while (!TryTake(close))
        {
            if (list.Count > 0)
                Expect(",");
            list.Add(Expression());
        }
        return list;
    }
}
