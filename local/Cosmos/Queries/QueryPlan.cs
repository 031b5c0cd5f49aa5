using System.Text.Json.Nodes;
using Local.Cosmos.Partitions;
using Local.Cosmos.Protocol;

namespace Local.Cosmos.Queries;

/// <summary>
/// What the SDK asks for before it sends a query to several physical partitions: the query that each of them is to answer, and what is to
/// be done with the answers. The names of properties and the forms of rewritten queries are the protocol's.
/// </summary>
internal static class QueryPlan
{
    // The SDK puts "true" here, or what makes a range go on where it stopped.
    private const string Filter = "{documentdb-formattableorderbyquery-filter}";

    /// <summary>Nothing to merge: the SDK then sends the query as it is, and one physical partition does all there is to do.</summary>
    public static string PassThrough { get; } = Json(Info(), "");

    public static string Of(Query query)
    {
        var info = Info();
        info["distinctType"] = !query.IsDistinct ? "None" : IsSortedByItself(query) ? "Ordered" : "Unordered";
        info["hasSelectValue"] = query.IsValue;
        if (query.Top is { } top)
            info["top"] = top;
        else if (query.Limit is { } limit)
            (info["offset"], info["limit"]) = (query.Offset, limit);
        var rewritten = query.IsGrouped ? Grouped(query, info)
            : query.OrderBy.Count > 0 ? Ordered(query, info)
            : query.Limit is null ? "" : query.Sql(limit: Limits(query));
        return Json(info, rewritten);
    }

    /// <summary>Each row with the values it is sorted by, so that sorted answers can be merged.</summary>
    private static string Ordered(Query query, JsonObject info)
    {
        info["orderBy"] = new JsonArray([.. query.OrderBy.Select(term =>
            JsonValue.Create(term.IsDescending ? "Descending" : "Ascending"))]);
        info["orderByExpressions"] = Texts(query.OrderBy.Select(term => term.Value.Sql));
        var items = string.Join(", ", query.OrderBy.Select(term => Item(term.Value.Sql)));
        var where = query.Where is { } filter ? $"({filter.Sql} AND ({Filter}))" : $"({Filter})";
        var select = $"{query.Alias}._rid, [{items}] AS orderByItems, {query.Select?.Sql ?? query.Alias} AS payload";
        // Of rows that the SDK has yet to find equal, no range may leave any out.
        return query.Sql(select, where, query.IsDistinct ? "" : Limits(query));
    }

    private static string Grouped(Query query, JsonObject info)
    {
        info["groupByExpressions"] = Texts(query.GroupBy.Select(term => term.Sql));
        var payload = query.Select is ObjectOf shown ? Aliased(shown, info) : Single(query, info);
        if (query.GroupBy.Count == 0)
            return query.Sql(query.Select is ObjectOf ? $"{payload} AS payload" : $"VALUE [{payload}]", limit: "");
        var groups = string.Join(", ", query.GroupBy.Select(term => Item(term.Sql)));
        return query.Sql($"[{groups}] AS groupByItems, {payload} AS payload", limit: "");
    }

    private static string Aliased(ObjectOf shown, JsonObject info)
    {
        info["hasSelectValue"] = false;
        info["groupByAliases"] = Texts(shown.Properties.Select(property => property.Name));
        info["groupByAliasToAggregateType"] = new JsonObject(shown.Properties.Select(property =>
            KeyValuePair.Create<string, JsonNode?>(property.Name, property.Value is Aggregate aggregate ? NameOf(aggregate) : null)));
        return "{" + string.Join(
            ", ", shown.Properties.Select(property => $"{Value.Of(property.Name).ToJson()}: {Partial(property.Value)}")) + "}";
    }

    private static string Single(Query query, JsonObject info)
    {
        if (query.Select is Aggregate aggregate)
            info["aggregates"] = Texts([NameOf(aggregate)]);
        return Partial(query.Select!);
    }

    /// <summary>An aggregate in parts that can be added up over ranges. The counts tell nothing from undefined.</summary>
    private static string Partial(Expression shown)
    {
        if (shown is not Aggregate aggregate)
        {
            return shown.All.Any(inner => inner is Aggregate)
                ? throw Refusal.BadRequest(
                    $"Over several physical partitions, {shown.Sql} cannot be merged: give each aggregate a name of its own in SELECT.")
                : shown.Sql;
        }
        var argument = aggregate.Argument.Sql;
        return aggregate.Name switch
        {
            "AVG" => Item($$"""{"sum": SUM({{argument}}), "count": COUNT({{argument}})}"""),
            "MIN" => $$"""{"item": MIN({{argument}}), "item2": {"min": MIN({{argument}}), "count": COUNT({{argument}})} }""",
            "MAX" => $$"""{"item": MAX({{argument}}), "item2": {"max": MAX({{argument}}), "count": COUNT({{argument}})} }""",
            _ => Item(aggregate.Sql),
        };
    }

    private static string NameOf(Aggregate aggregate) => aggregate.Name switch
    {
        "COUNT" => "Count",
        "SUM" => "Sum",
        "MIN" => "Min",
        "MAX" => "Max",
        _ => "Average",
    };

    private static bool IsSortedByItself(Query query) =>
        query is { IsValue: true, OrderBy: [var term], Select: { } select } && term.Value.Sql == select.Sql;

    private static string Limits(Query query) => query.Limit is { } limit ? $" OFFSET 0 LIMIT {query.Offset + limit}" : "";

    private static string Item(string sql) => $$"""{"item": {{sql}}}""";

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static JsonObject Info() => new()
    {
        ["distinctType"] = "None",
        ["top"] = null,
        ["offset"] = null,
        ["limit"] = null,
        ["orderBy"] = new JsonArray(),
        ["orderByExpressions"] = new JsonArray(),
        ["groupByExpressions"] = new JsonArray(),
        ["groupByAliases"] = new JsonArray(),
        ["aggregates"] = new JsonArray(),
        ["groupByAliasToAggregateType"] = new JsonObject(),
        ["hasSelectValue"] = false,
        ["hasNonStreamingOrderBy"] = false,
    };

    private static string Json(JsonObject info, string rewritten)
    {
        info["rewrittenQuery"] = rewritten;
        var all = new JsonObject { ["min"] = KeyRange.All.Low, ["max"] = KeyRange.All.High, ["isMinInclusive"] = true,
            ["isMaxInclusive"] = false };
        return new JsonObject { ["partitionedQueryExecutionInfoVersion"] = 2, ["queryInfo"] = info,
            ["queryRanges"] = new JsonArray(all) }.ToJsonString();
    }
}
