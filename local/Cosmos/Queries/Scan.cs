using System.Text;
using System.Text.Json.Nodes;
using Local.Cosmos.Items;
using Local.Cosmos.Partitions;
using Local.Cosmos.Storage;

namespace Local.Cosmos.Queries;

/// <summary>
/// Walks the items of an access path in its order, from a position on. The position is a key (partition key and id, index value and rid,
/// or rid),
/// not a count: items that come and go between two pages move no other item to another page.
/// </summary>
internal sealed class Scan(Reader reader, Container container, AccessPath access, KeyScope scope, long now) : IDisposable
{
    private Statement? statement;
    private IndexAccess? searched;
    private int keyAt;

    public long Rid => statement!.Long(0);

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Body => statement!.Bytes(1);

    /// <summary>The place of the current item, to continue behind it.</summary>
    public JsonArray Position => access switch
    {
        KeyAccess keys => [Convert.ToBase64String(keys.Keys[keyAt]), statement!.Text(4)],
        IndexAccess => [IndexText(), Rid],
        _ => [Rid],
    };

    public void Start(JsonArray? position)
    {
        switch (access)
        {
            case KeyAccess keys: StartKeys(keys, position); break;
            case IndexAccess index: StartIndex(index, position); break;
            default:
                statement = reader.Prepare($"SELECT rid, body, expires, pk FROM {container.Table} WHERE rid > ?1 ORDER BY rid");
                statement.Bind(1, position is null ? 0L : (long)position[0]!);
                break;
        }
    }

    public bool Next()
    {
        while (statement is not null)
        {
            while (statement.Step())
            {
                if ((statement.IsNull(2) || statement.Long(2) > now) && IsHeld())
                    return true;
            }
            if (access is not KeyAccess keys || !SkipToHeld(keys, keyAt + 1))
                return false;
            BindKey(keys.Keys[keyAt], "");
        }
        return false;
    }

    public void Dispose() => statement?.Reset();

    /// <summary>Index and rid are one order, so SQLite neither sorts nor skips.</summary>
    internal static string IndexSql(Container container, IndexAccess index, bool isResumed)
    {
        var column = $"v{index.Index}";
        var (after, order) = index.IsDescending ? ("<", " DESC") : (">", "");
        var resume = isResumed ? $" AND ({column}, rid) {after} (?3, ?4)" : "";
        return $"""
            SELECT rid, body, expires, pk, {column} FROM {container.Table}
            WHERE {column} >{(index.Low.IsInclusive ? "=" : "")} ?1 AND {column} <{(index.High.IsInclusive ? "=" : "")} ?2{resume}
            ORDER BY {column}{order}, rid{order}
            """;
    }

    private void StartKeys(KeyAccess access, JsonArray? position)
    {
        var from = position is null ? null : Convert.FromBase64String((string)position[0]!);
        var start = 0;
        while (from is not null && start < access.Keys.Count && access.Keys[start].AsSpan().SequenceCompareTo(from) < 0)
            start++;
        if (!SkipToHeld(access, start))
            return;
        statement = reader.Prepare($"SELECT rid, body, expires, pk, id FROM {container.Table} WHERE pk = ?1 AND id > ?2 ORDER BY id");
        var isResumed = from is not null && access.Keys[keyAt].AsSpan().SequenceEqual(from);
        BindKey(access.Keys[keyAt], isResumed ? (string)position![1]! : "");
    }

    /// <summary>The first key from <paramref name="start"/> on that the request is about; the others are on other physical
    /// partitions.</summary>
    private bool SkipToHeld(KeyAccess access, int start)
    {
        keyAt = start;
        while (keyAt < access.Keys.Count && !scope.Holds(access.Keys[keyAt]))
            keyAt++;
        return keyAt < access.Keys.Count;
    }

    /// <summary>Where the keys are known, they are chosen before.</summary>
    private bool IsHeld() => access is KeyAccess || scope.Holds(statement!.Bytes(3));

    private void BindKey(byte[] key, string after)
    {
        statement!.Reset();
        statement.BindText(1, key);
        statement.BindText(2, Encoding.UTF8.GetBytes(after));
    }

    private void StartIndex(IndexAccess index, JsonArray? position)
    {
        searched = index;
        statement = reader.Prepare(IndexSql(container, index, position is not null));
        statement.Bind(1, index.Low.Value);
        statement.Bind(2, index.High.Value);
        if (position is null)
            return;
        statement.Bind(3, IndexValue.Parse(Encoding.UTF8.GetBytes((string)position[0]!)));
        statement.Bind(4, (long)position[1]!);
    }

    private string IndexText() => searched!.Low.Value.IsNumber
        ? statement!.Type(4) == SQLitePCL.raw.SQLITE_INTEGER ? Value.Of(statement.Long(4)).ToJson() : Value.Of(statement.Double(4)).ToJson()
        : searched.Low.Value.IsText ? Value.Of(statement!.Text(4)).ToJson()
        // An equality with null or a boolean: every row has the same value.
        : searched.Low.Value.ToJson();
}
