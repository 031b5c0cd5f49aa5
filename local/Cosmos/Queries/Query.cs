using System.Text.Json;

namespace Local.Cosmos.Queries;

internal sealed record OrderTerm(Expression Value, bool IsDescending);

/// <summary>A parsed query. Select is null for SELECT * ; Limit is also what TOP says.</summary>
internal sealed record Query(
    string Alias, Expression? Select, bool IsValue, bool IsDistinct, Expression? Where, IReadOnlyList<Expression> GroupBy,
        IReadOnlyList<OrderTerm> OrderBy,
    long? Top, long Offset, long? Limit, IReadOnlyList<Aggregate> Aggregates)
{
    public bool IsGrouped => GroupBy.Count > 0 || Aggregates.Count > 0;

    /// <summary>Each range's rows are part of the whole answer as they are.</summary>
    public bool IsPlain => !IsCollected && OrderBy.Count == 0 && Limit is null;

    /// <summary>One row stands for many items: the whole result is one page, because a continuation could not hold what was seen.</summary>
    public bool IsCollected => IsDistinct || IsGrouped;

    public bool Matches(JsonElement item) => Matches(Value.Of(item));

    /// <summary>Only true is true: undefined filters out.</summary>
    public bool Matches(in Value item) => Where is null || Where.Evaluate(new Scope(item)).IsTrue;

    /// <summary>The query as text, all parameters filled in.</summary>
    public string Sql(string? select = null, string? where = null, string? limit = null)
    {
        var filter = where ?? Where?.Sql;
        var groups = GroupBy.Count == 0 ? "" : $" GROUP BY {string.Join(", ", GroupBy.Select(term => term.Sql))}";
        var order = OrderBy.Count == 0
            ? "" : $" ORDER BY {string.Join(", ", OrderBy.Select(term => term.Value.Sql + (term.IsDescending ? " DESC" : "")))}";
        var shown = select ?? $"{(IsDistinct ? "DISTINCT " : "")}VALUE {Select?.Sql ?? Alias}";
        return $"SELECT {shown} FROM {Alias}{(filter is null ? "" : $" WHERE {filter}")}{groups}{order}{limit ?? Limits}";
    }

    private string Limits => Limit is { } limit ? $" OFFSET {Offset} LIMIT {limit}" : "";
}
