using System.Text;
using System.Text.Json;

namespace Local.Cosmos.Queries;

/// <summary>The rows of a query with DISTINCT, GROUP BY or aggregates.</summary>
internal sealed class Groups(Query query)
{
    private readonly Dictionary<string, (JsonElement First, Accumulator[] Accumulators)> _groups = new(StringComparer.Ordinal);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly List<Value> rows = [];

    public void Add(JsonElement item)
    {
        var scope = new Scope(Value.Of(item));
        if (!query.IsGrouped)
        {
            AddRow(query.Select is null ? scope.Item : query.Select.Evaluate(scope));
            return;
        }
        var key = KeyOf(scope);
        if (!_groups.TryGetValue(key, out var group))
            _groups[key] = group = (item.Clone(), Accumulators());
        foreach (var accumulator in group.Accumulators)
            accumulator.Add(scope);
    }

    public IReadOnlyList<Value> Rows()
    {
        if (!query.IsGrouped)
            return rows;
        // Aggregates without GROUP BY have one row even when nothing matches.
        if (query.GroupBy.Count == 0 && _groups.Count == 0)
            _groups[""] = (default, Accumulators());
        foreach (var (first, accumulators) in _groups.Values)
        {
            var scope = new Scope(Value.Of(first), Array.ConvertAll(accumulators, accumulator => accumulator.Result));
            AddRow(query.Select?.Evaluate(scope) ?? scope.Item);
        }
        return rows;
    }

    private void AddRow(in Value row)
    {
        if (!row.IsDefined || (query.IsDistinct && !seen.Add(row.ToJson())))
            return;
        // The value may point into an item that is about to be returned to its pool.
        rows.Add(Value.Of(JsonElement.Parse(row.ToJson())));
    }

    private Accumulator[] Accumulators() => [.. query.Aggregates.Select(aggregate => new Accumulator(aggregate))];

    private string KeyOf(in Scope scope)
    {
        var key = new StringBuilder();
        foreach (var term in query.GroupBy)
        {
            var value = term.Evaluate(scope);
            key.Append(value.IsDefined ? value.ToJson() : "").Append('\n');
        }
        return key.ToString();
    }
}
