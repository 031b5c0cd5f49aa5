using System.Text.Json;

namespace Local.Cosmos.Queries;

internal sealed record OrderTerm(Expression Value, bool IsDescending);

/// <summary>A parsed query. Select is null for SELECT * .</summary>
internal sealed record Query(
    Expression? Select, bool IsDistinct, Expression? Where, IReadOnlyList<Expression> GroupBy, IReadOnlyList<OrderTerm> OrderBy,
    long Offset, long? Limit, IReadOnlyList<Aggregate> Aggregates)
{
    /// <summary>One row stands for many items: the whole result is one page, because a continuation could not hold what was seen.</summary>
    public bool IsCollected => IsDistinct || GroupBy.Count > 0 || Aggregates.Count > 0;

    public bool Matches(JsonElement item) => Matches(Value.Of(item));

    /// <summary>Only true is true: undefined filters out.</summary>
    public bool Matches(in Value item) => Where is null || Where.Evaluate(new Scope(item)).IsTrue;
}
