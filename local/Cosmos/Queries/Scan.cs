using System.Text;
using System.Text.Json.Nodes;
using Local.Cosmos.Items;
using Local.Cosmos.Storage;

namespace Local.Cosmos.Queries;

/// <summary>
/// Walks the items of an access path in its order, from a position on. The position is a key (partition key and id, index value and rid, or rid),
/// not a count: items that come and go between two pages move no other item to another page.
/// </summary>
internal sealed class Scan(Reader reader, Container container, AccessPath access, long now) : IDisposable
{
    Statement? _statement;
    IndexAccess? _index;
    int _key;

    public long Rid => _statement!.Long(0);

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Body => _statement!.Bytes(1);

    /// <summary>The place of the current item, to continue behind it.</summary>
    public JsonArray Position => access switch
    {
        KeyAccess keys => [Convert.ToBase64String(keys.Keys[_key]), _statement!.Text(3)],
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
                _statement = reader.Prepare($"SELECT rid, body, expires FROM {container.Table} WHERE rid > ?1 ORDER BY rid");
                _statement.Bind(1, position is null ? 0L : (long)position[0]!);
                break;
        }
    }

    public bool Next()
    {
        while (_statement is not null)
        {
            while (_statement.Step())
            {
                if (_statement.IsNull(2) || _statement.Long(2) > now) return true;
            }
            if (access is not KeyAccess keys || ++_key >= keys.Keys.Count) return false;
            BindKey(keys.Keys[_key], "");
        }
        return false;
    }

    public void Dispose() => _statement?.Reset();

    /// <summary>Index and rid are one order, so SQLite neither sorts nor skips.</summary>
    internal static string IndexSql(Container container, IndexAccess index, bool isResumed)
    {
        var column = $"v{index.Index}";
        var (after, order) = index.IsDescending ? ("<", " DESC") : (">", "");
        var resume = isResumed ? $" AND ({column}, rid) {after} (?3, ?4)" : "";
        return $"""
            SELECT rid, body, expires, {column} FROM {container.Table}
            WHERE {column} >{(index.Low.IsInclusive ? "=" : "")} ?1 AND {column} <{(index.High.IsInclusive ? "=" : "")} ?2{resume}
            ORDER BY {column}{order}, rid{order}
            """;
    }

    void StartKeys(KeyAccess access, JsonArray? position)
    {
        if (position is not null)
        {
            var from = Convert.FromBase64String((string)position[0]!);
            while (_key < access.Keys.Count && access.Keys[_key].AsSpan().SequenceCompareTo(from) < 0) _key++;
        }
        if (_key >= access.Keys.Count) return;
        _statement = reader.Prepare($"SELECT rid, body, expires, id FROM {container.Table} WHERE pk = ?1 AND id > ?2 ORDER BY id");
        BindKey(access.Keys[_key], position is null ? "" : (string)position[1]!);
    }

    void BindKey(byte[] key, string after)
    {
        _statement!.Reset();
        _statement.BindText(1, key);
        _statement.BindText(2, Encoding.UTF8.GetBytes(after));
    }

    void StartIndex(IndexAccess index, JsonArray? position)
    {
        _index = index;
        _statement = reader.Prepare(IndexSql(container, index, position is not null));
        index.Low.Value.Bind(_statement, 1);
        index.High.Value.Bind(_statement, 2);
        if (position is null) return;
        IndexValue.Parse(Encoding.UTF8.GetBytes((string)position[0]!)).Bind(_statement, 3);
        _statement.Bind(4, (long)position[1]!);
    }

    string IndexText() => _index!.Low.Value.IsNumber
        ? _statement!.Type(3) == SQLitePCL.raw.SQLITE_INTEGER ? Value.Of(_statement.Long(3)).ToJson() : Value.Of(_statement.Double(3)).ToJson()
        : _index.Low.Value.IsText ? Value.Of(_statement!.Text(3)).ToJson()
        // An equality with null or a boolean: every row has the same value.
        : _index.Low.Value.ToJson();
}
