using Local.Cosmos.Storage;

namespace Local.Cosmos;

/// <summary>A path like dbs/D/colls/C/docs/I, with the container it names already found.</summary>
internal readonly ref struct Route
{
    private Route(Container? container, ReadOnlySpan<char> kind, ReadOnlySpan<char> id)
    {
        Container = container;
        Kind = kind;
        Id = id;
    }

    /// <summary>Null when the path is not inside a container, or the container does not exist.</summary>
    public Container? Container { get; }

    /// <summary>docs, pkranges, sprocs … or empty for the container itself.</summary>
    public ReadOnlySpan<char> Kind { get; }

    /// <summary>Still percent-encoded.</summary>
    public ReadOnlySpan<char> Id { get; }

    /// <summary>The route of a path of at least four segments.</summary>
    public static Route Parse(ReadOnlySpan<char> path, Catalog catalog)
    {
        var end = EndOfSegment(path, 4);
        var link = path[..end];
        var container = catalog.Container(link.Contains('%') ? Uri.UnescapeDataString(link) : link);
        var rest = end < path.Length ? path[(end + 1)..].TrimEnd('/') : [];
        var slash = rest.IndexOf('/');
        return slash < 0 ? new Route(container, rest, []) : new Route(container, rest[..slash], rest[(slash + 1)..]);
    }

    public static int Segments(ReadOnlySpan<char> path)
    {
        path = path.Trim('/');
        return path.IsEmpty ? 0 : path.Count('/') + 1;
    }

    private static int EndOfSegment(ReadOnlySpan<char> path, int count)
    {
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            var next = path[at..].IndexOf('/');
            if (next < 0)
                return path.Length;
            at += next + 1;
        }
        return at - 1;
    }
}
