using Local.Cosmos.Protocol;

namespace Local.Cosmos.Queries;

/// <summary>SELECT … FROM … WHERE … GROUP BY … ORDER BY … OFFSET … LIMIT. What it does not know it refuses by name.</summary>
internal sealed class QueryParser : ExpressionParser
{
    private QueryParser(string query, IReadOnlyDictionary<string, Value> parameters) : base(query, parameters)
    {
    }

    public static Query Parse(string query, IReadOnlyDictionary<string, Value> parameters) => new QueryParser(query, parameters).Statement();

    private Query Statement()
    {
        Alias = FindAlias();
        Expect("SELECT");
        var isDistinct = TryTake("DISTINCT");
        var top = TryTake("TOP") ? Count() : (long?)null;
        if (!isDistinct)
            isDistinct = TryTake("DISTINCT");
        var select = Select();
        From();
        var where = TryTake("WHERE") ? Expression() : null;
        var groupBy = GroupBy();
        var orderBy = OrderBy();
        long offset = 0;
        var limit = top;
        if (TryTake("OFFSET"))
        {
            offset = Count();
            Expect("LIMIT");
            limit = Count();
        }
        if (Current.Kind != TokenKind.End)
            throw Unexpected("the end of the query");
        return new Query(select, isDistinct, where, groupBy, orderBy, offset, limit, Aggregates);
    }

    /// <summary>FROM c, FROM root c and FROM root AS c name the item c; the expressions before it must know.</summary>
    private string FindAlias()
    {
        var depth = 0;
        for (; Current.Kind != TokenKind.End; Position++)
        {
            if (Current is { Kind: TokenKind.Symbol, Text: "(" or "[" or "{" })
                depth++;
            if (Current is { Kind: TokenKind.Symbol, Text: ")" or "]" or "}" })
                depth--;
            if (depth > 0 || !Current.Is("FROM"))
                continue;
            Position++;
            var alias = From(Name());
            Position = 0;
            return alias;
        }
        Position = 0;
        return "c";
    }

    private void From()
    {
        if (!TryTake("FROM"))
            return;
        From(Name());
        if (Current.Is("JOIN"))
            throw Refusal.BadRequest("JOIN is not supported by this server.");
        if (Current.Is("IN") || Current.Is("."))
            throw Refusal.BadRequest("FROM over a part of the items is not supported by this server.");
    }

    private string From(string name)
    {
        if (TryTake("AS"))
            return Name();
        var isAlias = Current.Kind == TokenKind.Name && !(Current.Is("WHERE") || Current.Is("ORDER") || Current.Is("GROUP") || Current.Is("OFFSET") || Current.Is("JOIN") || Current.Is("IN"));
        return isAlias ? Name() : name;
    }

    private Expression? Select()
    {
        if (TryTake("*"))
            return null;
        if (TryTake("VALUE"))
        {
            // SELECT VALUE c is SELECT *: the stored bytes are answered as they are.
            return Expression() is var value and not Root ? value : null;
        }
        var properties = new List<(string, Expression)>();
        do
        {
            var value = Expression();
            var name = TryTake("AS") || Current is { Kind: TokenKind.Name } && !Current.Is("FROM") ? Name() : value is Property property ? property.Name : value is Root ? Alias : $"${properties.Count + 1}";
            properties.Add((name, value));
        }
        while (TryTake(","))
            ;
        return new ObjectOf(properties);
    }

    private List<Expression> GroupBy()
    {
        var terms = new List<Expression>();
        if (!TryTake("GROUP"))
            return terms;
        Expect("BY");
        do
            terms.Add(Expression());
        while (TryTake(","))
            ;
        return terms;
    }

    private List<OrderTerm> OrderBy()
    {
        var terms = new List<OrderTerm>();
        if (!TryTake("ORDER"))
            return terms;
        Expect("BY");
        if (Current.Is("RANK"))
            throw Refusal.BadRequest("ORDER BY RANK is not supported by this server.");
        do
        {
            var value = Expression();
            terms.Add(new OrderTerm(value, !TryTake("ASC") && TryTake("DESC")));
        }
        while (TryTake(","))
            ;
        return terms;
    }

    private long Count() => Primary() is Constant { Value: { Kind: ValueKind.Number, IsInteger: true, Integer: >= 0 } count } ? count.Integer : throw Unexpected("a number");
}
