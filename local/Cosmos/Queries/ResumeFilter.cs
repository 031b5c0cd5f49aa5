using System.Text.Json;
using Local.Cosmos.Protocol;

namespace Local.Cosmos.Queries;

/// <summary>Where the SDK, which merges several sorted ranges, wants one of them to go on: at these values of ORDER BY, or behind
/// them.</summary>
/// <param name="Rid">Of the item to go on at, among those with these values; without it all of them are meant.</param>
internal sealed record ResumeFilter(Value[] Values, long? Rid, bool IsExcluding)
{
    public static ResumeFilter? Of(JsonElement request)
    {
        if (!request.TryGetProperty("resumeFilter", out var filter))
            return null;
        var values = filter.GetProperty("value").EnumerateArray().Select(ValueOf).ToArray();
        var isExcluding = filter.TryGetProperty("exclude", out var exclude) && exclude.GetBoolean();
        return new ResumeFilter(values, filter.TryGetProperty("rid", out var rid) ? Number(rid.GetString()!) : null, isExcluding);
    }

    public bool Admits(IReadOnlyList<OrderTerm> terms, in Value item, long rid)
    {
        for (var i = 0; i < terms.Count; i++)
        {
            var order = Value.Compare(terms[i].Value.Evaluate(new Scope(item)), Values[i]);
            if (order != 0)
                return terms[i].IsDescending ? order < 0 : order > 0;
        }
        if (Rid is not { } start)
            return !IsExcluding;
        var byRid = terms[0].IsDescending ? start.CompareTo(rid) : rid.CompareTo(start);
        return IsExcluding ? byRid > 0 : byRid >= 0;
    }

    /// <summary>An empty array stands for undefined.</summary>
    private static Value ValueOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => Value.Undefined,
        JsonValueKind.Object => throw Refusal.BadRequest("This server cannot resume an ORDER BY of arrays or objects: sort by a scalar."),
        _ => Value.Of(json.Clone()),
    };

    /// <summary>The item's number: the last eight bytes of its rid.</summary>
    private static long Number(string rid) => BitConverter.ToInt64(Convert.FromBase64String(rid.Replace('-', '/')).AsSpan(8));
}
