using System.Collections.Frozen;

namespace Local.Cosmos.Storage;

/// <summary>All databases and containers by name and by rid, as one immutable snapshot: readers never lock.</summary>
internal sealed class Catalog
{
    private readonly FrozenDictionary<string, Database>.AlternateLookup<ReadOnlySpan<char>> byName;
    private readonly FrozenDictionary<string, Container>.AlternateLookup<ReadOnlySpan<char>> byLink;

    public Catalog(IReadOnlyList<Database> databases, IReadOnlyList<Container> containers)
    {
        Databases = databases;
        Containers = containers;
        byName = databases.SelectMany(d => new[] { (d.Id, d), (d.Rid, d) }).DistinctBy(pair => pair.Item1, StringComparer.Ordinal)
            .ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        byLink = containers.SelectMany(c => new[] { ($"dbs/{c.Database.Id}/colls/{c.Id}", c), ($"dbs/{c.Database.Rid}/colls/{c.Rid}", c) })
            .ToFrozenDictionary(pair => pair.Item1, pair => pair.c, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public IReadOnlyList<Database> Databases { get; }

    public IReadOnlyList<Container> Containers { get; }

    public Database? Database(ReadOnlySpan<char> idOrRid) => byName.TryGetValue(idOrRid, out var database) ? database : null;

    /// <summary>By the link dbs/D/colls/C, of names or of rids, unescaped.</summary>
    public Container? Container(ReadOnlySpan<char> link) => byLink.TryGetValue(link, out var container) ? container : null;
}
