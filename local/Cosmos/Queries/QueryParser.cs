using Local.Cosmos.Protocol;

namespace Local.Cosmos.Queries;

/// <summary>SELECT … FROM … WHERE … GROUP BY … ORDER BY … OFFSET … LIMIT. What it does not know it refuses by name.</summary>
internal sealed class QueryParser : ExpressionParser
{
    private bool isValue;

    private QueryParser(string query, IReadOnlyDictionary<string, Value> parameters) : base(query, parameters)
    {
    }

    public static Query Parse(string query, IReadOnlyDictionary<string, Value> parameters) =>
        new QueryParser(query, parameters).Statement();

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
        var selected = Aggregates.Count;
        var where = TryTake("WHERE") ? Expression() : null;
        RefuseAggregatesBeyond(selected, "WHERE");
        var groupBy = GroupBy();
        RefuseAggregatesBeyond(selected, "GROUP BY");
        var orderBy = OrderBy();
        RefuseAggregatesBeyond(selected, "ORDER BY");
        long? offset = null, limit = null;
        if (TryTake("OFFSET"))
        {
            if (top is not null)
                throw Refusal.BadRequest("TOP cannot be used with OFFSET and LIMIT: write LIMIT for both.");
            offset = Count();
            Expect("LIMIT");
            limit = Count();
        }
        if (Current.Kind != TokenKind.End)
            throw Unexpected("the end of the query");
        return new Query(Alias, select, isValue, isDistinct, where, groupBy, orderBy, top, offset ?? 0, limit ?? top, Aggregates);
    }

    private void RefuseAggregatesBeyond(int count, string clause)
    {
        if (Aggregates.Count > count)
            throw Refusal.BadRequest($"An aggregate function cannot be used in {clause}: {Aggregates[count].Name} belongs into SELECT.");
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
            throw Refusal.BadRequest("SELECT without FROM is not supported: add FROM c.");
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
        var isAlias = Current.Kind == TokenKind.Name
            && !(Current.Is("WHERE") || Current.Is("ORDER") || Current.Is("GROUP") || Current.Is("OFFSET") || Current.Is("JOIN")
                || Current.Is("IN"));
        return isAlias ? Name() : name;
    }

    private Expression? Select()
    {
        if (TryTake("*"))
            return null;
        if (TryTake("VALUE"))
        {
            isValue = true;
            // SELECT VALUE c is SELECT *: the stored bytes are answered as they are.
            return Expression() is var value and not Root ? value : null;
        }
        var properties = new List<(string, Expression)>();
        do
        {
            var value = Expression();
            var name = TryTake("AS") || Current is { Kind: TokenKind.Name } && !Current.Is("FROM")
                ? Name() : value is Property property ? property.Name : value is Root ? Alias : $"${properties.Count + 1}";
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

    private long Count() =>
        Primary() is Constant { Value: { Kind: ValueKind.Number, IsInteger: true, Integer: >= 0 } count }
            ? count.Integer : throw Unexpected("a number");
}
