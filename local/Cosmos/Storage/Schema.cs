using System.Globalization;

namespace Local.Cosmos.Storage;

/// <summary>The tables: one per container, so that each has exactly the indexes of its policy and is dropped in one go.</summary>
internal static class Schema
{
    /// <summary>The log goes back into the database every 2,000 pages: a longer one costs every reader more to search.
    /// What is deleted is overwritten: erased personal data must not stay in free pages.</summary>
    public const string Pragmas = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA secure_delete = ON;
        PRAGMA temp_store = MEMORY;
        PRAGMA wal_autocheckpoint = 2000;
        PRAGMA cache_size = -16384;
        """;

    public const string Catalog = """
        CREATE TABLE IF NOT EXISTS databases (
            number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, ts INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS containers (
            number INTEGER PRIMARY KEY AUTOINCREMENT, database INTEGER NOT NULL, id TEXT NOT NULL, definition TEXT NOT NULL,
            throughput INTEGER NOT NULL, ts INTEGER NOT NULL, lsn INTEGER NOT NULL, rid INTEGER NOT NULL, clock INTEGER NOT NULL,
            UNIQUE (database, id));
        CREATE TABLE IF NOT EXISTS ranges (
            container INTEGER NOT NULL, id INTEGER NOT NULL, low TEXT NOT NULL, high TEXT NOT NULL, parents TEXT NOT NULL,
            PRIMARY KEY (container, id));
        """;

    public static string Table(long container) => string.Create(CultureInfo.InvariantCulture, $"docs_{container}");

    /// <summary>The columns v0, v1 … hold the indexed paths, the column u0, u1 … the unique keys, computed by us once per write.</summary>
    public static string CreateTable(long container, int indexedPaths, int uniqueKeys)
    {
        var table = Table(container);
        var indexed = Enumerable.Range(0, indexedPaths);
        var unique = Enumerable.Range(0, uniqueKeys);
        var columns = string.Concat(indexed.Select(i => $"v{i}, ")) + string.Concat(unique.Select(i => $"u{i} TEXT, "));
        return $"""
            CREATE TABLE {table} (
                rid INTEGER PRIMARY KEY, pk TEXT NOT NULL, id TEXT NOT NULL, lsn INTEGER NOT NULL, ts INTEGER NOT NULL,
                expires INTEGER, etag BLOB NOT NULL, {columns}body TEXT NOT NULL);
            CREATE UNIQUE INDEX {table}_key ON {table} (pk, id);
            CREATE INDEX {table}_lsn ON {table} (lsn);
            CREATE INDEX {table}_expires ON {table} (expires) WHERE expires IS NOT NULL;
            {string.Concat(indexed.Select(i => $"CREATE INDEX {table}_v{i} ON {table} (v{i}) WHERE v{i} IS NOT NULL;\n"))}
            {string.Concat(unique.Select(i => $"CREATE UNIQUE INDEX {table}_u{i} ON {table} (pk, u{i});\n"))}
            """;
    }
}
