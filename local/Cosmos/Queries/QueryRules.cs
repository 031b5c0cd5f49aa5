using Local.Cosmos.Protocol;
using Local.Cosmos.Storage;

namespace Local.Cosmos.Queries;

/// <summary>What Cosmos refuses although it can be parsed: a test that is green here must not fail there.</summary>
internal static class QueryRules
{
    private const string Policy = "the container's indexing policy";

    public static void Check(Query query, IndexingPolicy indexing)
    {
        if (query.OrderBy.Count > 0 && query.IsGrouped)
            throw Refusal.BadRequest("ORDER BY with GROUP BY or an aggregate is not supported.");
        CheckOrder(query.OrderBy, indexing);
        if (query.IsGrouped)
            CheckSelect(query);
    }

    private static void CheckOrder(IReadOnlyList<OrderTerm> terms, IndexingPolicy indexing)
    {
        var paths = terms.Select(term => new SortPath((term.Value as Property)?.Path ?? throw Refusal.BadRequest(
            $"Unsupported ORDER BY clause: {term.Value.Sql} is not a path of the item. Store what is to be sorted by as a property."),
                term.IsDescending)).ToList();
        if (paths is [var single] && !indexing.Includes(single.Path))
        {
            throw Refusal.BadRequest(
                $"The index path corresponding to the specified order-by item is excluded: include {single.Path}/? in {Policy}.");
        }
        if (paths.Count > 1 && !indexing.HasComposite(paths))
        {
            var index = string.Join(", ", paths.Select(path => $"{path.Path} {(path.IsDescending ? "descending" : "ascending")}"));
            throw Refusal.BadRequest(
                $"The order by query does not have a corresponding composite index that it can be served from: add [{index}] to {Policy}.");
        }
    }

    /// <summary>A group is shown by its terms and aggregates, since its items differ in everything else.</summary>
    private static void CheckSelect(Query query)
    {
        var nested = query.Aggregates.FirstOrDefault(aggregate => aggregate.Argument.All.Any(inner => inner is Aggregate));
        if (nested is not null)
            throw Refusal.BadRequest($"An aggregate cannot be an argument of an aggregate: {nested.Sql}.");
        if (query.Select is null)
            throw Refusal.BadRequest("SELECT * is not possible with GROUP BY or an aggregate: name what to show.");
        CheckShown(query.Select, [.. query.GroupBy.Select(term => term.Sql)]);
    }

    private static void CheckShown(Expression shown, HashSet<string> terms)
    {
        if (shown is Aggregate || terms.Contains(shown.Sql))
            return;
        if (shown is Root or Property)
        {
            throw Refusal.BadRequest(
                $"{shown.Sql} is invalid in SELECT: it is neither aggregated nor in GROUP BY. Add it there, or take its MIN or MAX.");
        }
        if (shown is not (ArrayOf or ObjectOf) && shown.All.Any(inner => inner is Aggregate))
        {
            throw Refusal.BadRequest(
                $"Compositions of aggregates and other expressions are not allowed: {shown.Sql}. Compute after the query.");
        }
        foreach (var child in shown.Children)
            CheckShown(child, terms);
    }
}
