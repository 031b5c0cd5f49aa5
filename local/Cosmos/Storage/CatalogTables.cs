using System.Text;
using Local.Cosmos.Partitions;

namespace Local.Cosmos.Storage;

/// <summary>The tables databases and containers. Few rows, rarely changed: statements are not kept.</summary>
internal static class CatalogTables
{
    public static Catalog Load(Connection connection, IReadOnlyDictionary<long, Container>? known = null)
    {
        var databases = new List<Database>();
        using (var rows = connection.Prepare("SELECT number, id, ts FROM databases ORDER BY number"))
        {
            while (rows.Step())
                databases.Add(new Database(rows.Long(0), rows.Text(1), rows.Long(2)));
        }
        var containers = new List<Container>();
        using (var rows = connection.Prepare(
            "SELECT number, database, definition, throughput, ts, lsn, rid, clock FROM containers ORDER BY number"))
        {
            while (rows.Step())
            {
                if (known is not null && known.TryGetValue(rows.Long(0), out var container))
                {
                    containers.Add(container);
                    continue;
                }
                var database = databases.Single(d => d.Number == rows.Long(1));
                var definition = ContainerDefinition.Parse(rows.Bytes(2));
                containers.Add(new Container(rows.Long(0), database, definition, (int)rows.Long(3), rows.Long(4))
                {
                    Lsn = rows.Long(5),
                    Committed = rows.Long(5),
                    LastRid = rows.Long(6),
                    Clock = rows.Long(7),
                    Ranges = RangeTable.Load(connection, rows.Long(0)),
                });
            }
        }
        return new Catalog(databases, containers);
    }

    public static Database InsertDatabase(Connection connection, string id, long ts)
    {
        Run(connection, "INSERT INTO databases (id, ts) VALUES (?, ?)", statement =>
        {
            statement.BindText(1, Encoding.UTF8.GetBytes(id));
            statement.Bind(2, ts);
        });
        return new Database(LastNumber(connection), id, ts);
    }

    public static Container InsertContainer(
        Connection connection, Database database, ContainerDefinition definition, int throughput, long ts, RangeMap ranges)
    {
        const string Insert =
            "INSERT INTO containers (database, id, definition, throughput, ts, lsn, rid, clock) VALUES (?, ?, ?, ?, ?, 0, 0, 0)";
        Run(connection, Insert, statement =>
        {
            statement.Bind(1, database.Number);
            statement.BindText(2, Encoding.UTF8.GetBytes(definition.Id));
            statement.BindText(3, Encoding.UTF8.GetBytes(definition.Text));
            statement.Bind(4, (long)throughput);
            statement.Bind(5, ts);
        });
        var container = new Container(LastNumber(connection), database, definition, throughput, ts) { Ranges = ranges };
        RangeTable.Save(connection, container.Number, ranges);
        connection.Execute(Schema.CreateTable(container.Number, container.Shape.Indexed.Count, container.Shape.UniqueKeys.Count));
        return container;
    }

    public static void UpdateContainer(Connection connection, Container container, ContainerDefinition definition, int throughput)
    {
        Run(connection, "UPDATE containers SET definition = ?, throughput = ? WHERE number = ?", statement =>
        {
            statement.BindText(1, Encoding.UTF8.GetBytes(definition.Text));
            statement.Bind(2, (long)throughput);
            statement.Bind(3, container.Number);
        });
        if (definition.DefaultTtl == container.Definition.DefaultTtl)
            return;
        // The column holds the effective second, so a new default reaches every item. Rare, and as slow as the container is large.
        Run(connection, $"""
            UPDATE {container.Table} SET expires = CASE
                WHEN ?1 IS NULL THEN NULL
                WHEN coalesce(body ->> '$.ttl', ?1) = -1 THEN NULL
                ELSE ts + coalesce(body ->> '$.ttl', ?1) END
            """, statement => statement.Bind(1, definition.DefaultTtl));
    }

    public static void DeleteContainer(Connection connection, Container container)
    {
        Run(connection, "DELETE FROM containers WHERE number = ?", statement => statement.Bind(1, container.Number));
        RangeTable.Delete(connection, container.Number);
        connection.Execute($"DROP TABLE {container.Table}");
        container.IsDropped = true;
    }

    public static void DeleteDatabase(Connection connection, Database database) =>
        Run(connection, "DELETE FROM databases WHERE number = ?", statement => statement.Bind(1, database.Number));

    private static long LastNumber(Connection connection)
    {
        using var statement = connection.Prepare("SELECT last_insert_rowid()");
        statement.Step();
        return statement.Long(0);
    }

    private static void Run(Connection connection, string sql, Action<Statement> bind)
    {
        using var statement = connection.Prepare(sql);
        bind(statement);
        statement.Run();
    }
}
