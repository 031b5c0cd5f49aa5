using System.Text.Json;

namespace Local.Cosmos.Queries;

internal readonly record struct SortedItem(Value[] Key, long Rid, byte[] Body);

/// <summary>The first items in the order of ORDER BY, behind a given one: never more than twice as many as asked for are kept.</summary>
internal sealed class Sorted(IReadOnlyList<OrderTerm> terms, Continuation? after, long max)
{
    private readonly List<SortedItem> items = [];

    public void Add(in Value item, long rid, ReadOnlySpan<byte> body)
    {
        var key = new Value[terms.Count];
        for (var i = 0; i < key.Length; i++)
            key[i] = Keep(terms[i].Value.Evaluate(new Scope(item)));
        if (after is { SortKey: { } start } && Compare(key, rid, start, after.Rid) <= 0)
            return;
        items.Add(new SortedItem(key, rid, body.ToArray()));
        if (items.Count >= 1000 && items.Count / 2 > max)
            Trim();
    }

    public IReadOnlyList<SortedItem> Finish()
    {
        Trim();
        return items;
    }

    private void Trim()
    {
        items.Sort((a, b) => Compare(a.Key, a.Rid, b.Key, b.Rid));
        if (items.Count > max)
            items.RemoveRange((int)max, items.Count - (int)max);
    }

    private int Compare(Value[] a, long aRid, Value[] b, long bRid)
    {
        for (var i = 0; i < a.Length; i++)
        {
            var order = Value.Compare(a[i], b[i]);
            if (order != 0)
                return terms[i].IsDescending ? -order : order;
        }
        // As an index is read: backwards in all, when its first path is.
        return terms[0].IsDescending ? bRid.CompareTo(aRid) : aRid.CompareTo(bRid);
    }

    /// <summary>Arrays and objects point into the parsed item, which does not live as long as the key.</summary>
    private static Value Keep(in Value value) =>
        value.Kind is ValueKind.Array or ValueKind.Object ? Value.Of(JsonElement.Parse(value.ToJson())) : value;
}
