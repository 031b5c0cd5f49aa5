using Local.Cosmos.Items;
using Local.Cosmos.Storage;

namespace Local.Cosmos.Queries;

/// <summary>One end of a search in an index.</summary>
internal readonly record struct Bound(IndexValue Value, bool IsInclusive);

/// <summary>
/// Where the items that a query may match are found: by partition key, in one index, or everywhere. It only narrows the search,
/// the whole WHERE is still evaluated on every item found.
/// </summary>
internal abstract record AccessPath
{
    public static AccessPath Choose(Query query, Container container, byte[]? key)
    {
        if (key is not null)
            return new KeyAccess([key]);
        if (query.Where is null)
            return new FullAccess();
        if (container.Shape.PartitionKey is [var path] && KeyAccess.KeysOf(query.Where, Text(path)) is { } keys)
            return new KeyAccess(keys);
        return IndexAccess.Best(query, container) ?? (AccessPath)new FullAccess();
    }

    /// <summary>The path in the form of <see cref="Property.Path"/>.</summary>
    protected static string Text(JsonPath path) => "/" + string.Join('/', path.Names);

    protected static (string Path, Comparison Operator, Value Value)? AsComparison(Expression expression) => expression switch
    {
        Compare { Left: Property { Path: { } path }, Right: Constant constant } compare => (path, compare.Operator, constant.Value),
        Compare { Left: Constant constant, Right: Property { Path: { } path } } compare => (path, Mirror(compare.Operator), constant.Value),
        _ => null,
    };

    private static Comparison Mirror(Comparison comparison) => comparison switch
    {
        Comparison.Less => Comparison.Greater,
        Comparison.LessOrEqual => Comparison.GreaterOrEqual,
        Comparison.Greater => Comparison.Less,
        Comparison.GreaterOrEqual => Comparison.LessOrEqual,
        _ => comparison,
    };
}

internal sealed record FullAccess : AccessPath;

/// <summary>The items of some partition keys, in the order of key and id.</summary>
internal sealed record KeyAccess(IReadOnlyList<byte[]> Keys) : AccessPath
{
    /// <summary>The only partition keys for which the condition can be true, or null when it does not say.</summary>
    public static IReadOnlyList<byte[]>? KeysOf(Expression where, string path)
    {
        if (Values(where, path) is not { } values)
            return null;
        var keys = new SortedSet<byte[]>(Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
        foreach (var value in values)
        {
            if (value.Indexed is not null)
                keys.Add(PartitionKey.OfHeader($"[{value.ToJson()}]", 1));
        }
        return [.. keys];
    }

    private static IEnumerable<Value>? Values(Expression where, string path) => where switch
    {
        And both => Values(both.Left, path) ?? Values(both.Right, path),
        Or either => Values(either.Left, path) is { } left && Values(either.Right, path) is { } right ? left.Concat(right) : null,
        In { Operand: Property property } list when property.Path == path && list.List.All(item => item is Constant) =>
            list.List.Select(item => ((Constant)item).Value),
        _ when AsComparison(where) is { Operator: Comparison.Equal } equal && equal.Path == path => [equal.Value],
        _ => null,
    };
}

/// <summary>A range of one index, in its order. Both ends are of one type, so the order is the order of Cosmos.</summary>
internal sealed record IndexAccess(int Index, Bound Low, Bound High, bool IsDescending) : AccessPath
{
    private static readonly Bound LowestNumber = new(IndexValue.Of(double.NegativeInfinity), IsInclusive: true);
    private static readonly Bound LowestText = new(IndexValue.Of([]), IsInclusive: true);
    private static readonly Bound BeforeText = new(IndexValue.Of([]), IsInclusive: false);
    private static readonly Bound BeforeOthers = new(IndexValue.OfEmptyBlob(), IsInclusive: false);

    /// <summary>An equality is best, then a range with two ends, then one with one.</summary>
    public static IndexAccess? Best(Query query, Container container)
    {
        var conjuncts = new List<(string Path, Comparison Operator, Value Value)>();
        Collect(query.Where!, conjuncts);
        IndexAccess? best = null;
        var bestRank = 0;
        for (var i = 0; i < container.Shape.Indexed.Count; i++)
        {
            var path = Text(container.Shape.Indexed[i]);
            var (access, rank) = For(i, conjuncts.FindAll(conjunct => conjunct.Path == path));
            if (access is null || rank <= bestRank)
                continue;
            best = query.OrderBy is [{ IsDescending: true, Value: Property order }] && order.Path == path
                ? access with { IsDescending = true } : access;
            bestRank = rank;
        }
        return best;
    }

    /// <summary>Does this range, read in its order, give the order the query asks for?</summary>
    public bool IsOrderOf(Query query, Container container) =>
        query.OrderBy is [{ Value: Property order } term] && order.Path == Text(container.Shape.Indexed[Index])
            && term.IsDescending == IsDescending;

    private static void Collect(Expression expression, List<(string, Comparison, Value)> conjuncts)
    {
        if (expression is And both)
        {
            Collect(both.Left, conjuncts);
            Collect(both.Right, conjuncts);
        }
        else if (AsComparison(expression) is { } comparison)
        {
            conjuncts.Add(comparison);
        }
    }

    private static (IndexAccess? Access, int Rank) For(int index, List<(string, Comparison Operator, Value Value)> conjuncts)
    {
        Bound? low = null, high = null;
        foreach (var (_, comparison, value) in conjuncts)
        {
            if (value.Indexed is not { } bound)
                continue;
            if (comparison == Comparison.Equal)
                return (new IndexAccess(index, new Bound(bound, true), new Bound(bound, true), false), 3);
            if (!bound.IsNumber && !bound.IsText)
                continue;
            if (comparison is Comparison.Greater or Comparison.GreaterOrEqual)
                low ??= new Bound(bound, comparison == Comparison.GreaterOrEqual);
            if (comparison is Comparison.Less or Comparison.LessOrEqual)
                high ??= new Bound(bound, comparison == Comparison.LessOrEqual);
        }
        if (low is null && high is null)
            return (null, 0);
        var isNumber = (low ?? high)!.Value.Value.IsNumber;
        var access = new IndexAccess(
            index, low ?? (isNumber ? LowestNumber : LowestText), high ?? (isNumber ? BeforeText : BeforeOthers), false);
        return (access, low is null || high is null ? 1 : 2);
    }
}
