using Local.Cosmos.Items;
using Local.Cosmos.Partitions;
using Local.Cosmos.Protocol;

namespace Local.Cosmos.Storage;

/// <summary>The data of one folder: one writer thread, any number of readers, and the catalog of containers.</summary>
internal sealed class Store : IDisposable
{
    private readonly FolderLock folderLock;
    private readonly RangeMap newRanges;
    private volatile Catalog catalog;

    private Store(FolderLock folderLock, string file, TimeProvider clock, int partitions)
    {
        newRanges = RangeMap.Even(partitions);
        this.folderLock = folderLock;
        Clock = clock;
        var connection = Connection.Open(file);
        connection.Execute(Schema.Pragmas);
        connection.Execute(Schema.Catalog);
        catalog = CatalogTables.Load(connection);
        Readers = new Readers(file);
        Writer = new Writer(connection, clock, () => catalog);
    }

    public TimeProvider Clock { get; }

    public Catalog Catalog => catalog;

    public Readers Readers { get; }

    public Writer Writer { get; }

    /// <summary>Opens at once whatever the size of the data: only the catalog is read.</summary>
    public static Store Open(string folder, TimeProvider clock, int partitions = 1)
    {
        Directory.CreateDirectory(folder);
        var taken = FolderLock.Take(folder);
        try
        {
            return new Store(taken, Path.Combine(folder, "cosmos.db"), clock, partitions);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    public long Now() => Clock.GetUtcNow().ToUnixTimeSeconds();

    public Task<Database> CreateDatabase(string id) => Change(connection =>
    {
        ItemId.Check(System.Text.Encoding.UTF8.GetBytes(id));
        if (catalog.Databases.Any(database => database.Id == id))
            throw Refusal.Conflict();
        return CatalogTables.InsertDatabase(connection, id, Now());
    });

    public Task<Container> CreateContainer(Database database, ContainerDefinition definition, int throughput) => Change(connection =>
    {
        if (catalog.Containers.Any(container => container.Database == database && container.Id == definition.Id))
            throw Refusal.Conflict();
        return CatalogTables.InsertContainer(connection, database, definition, throughput, Now(), newRanges);
    });

    public Task<Container> ReplaceContainer(Container container, ContainerDefinition definition, int throughput) => Change(connection =>
    {
        CatalogTables.UpdateContainer(connection, container, definition, throughput);
        container.Definition = definition;
        container.Throughput = throughput;
        return container;
    });

    /// <summary>Splits or merges key ranges; the items stay where they are.</summary>
    public Task ChangeRanges(Container container, Func<RangeMap, RangeMap> change) => Change(connection =>
    {
        var changed = change(container.Ranges);
        RangeTable.Save(connection, container.Number, changed);
        container.Ranges = changed;
        return true;
    });

    public Task DeleteContainer(Container container) => Change(connection =>
    {
        CatalogTables.DeleteContainer(connection, container);
        return true;
    });

    public Task DeleteDatabase(Database database) => Change(connection =>
    {
        foreach (var container in catalog.Containers.Where(container => container.Database == database))
            CatalogTables.DeleteContainer(connection, container);
        CatalogTables.DeleteDatabase(connection, database);
        return true;
    });

    public void Dispose()
    {
        Readers.Dispose();
        Writer.Dispose();
        folderLock.Dispose();
    }

    /// <summary>Changes to the catalog run on the writer's thread in a transaction of their own; the new catalog is read back from the
    /// tables.</summary>
    private Task<T> Change<T>(Func<Connection, T> change) => Writer.Run(change, connection =>
    {
        var known = catalog.Containers.ToDictionary(container => container.Number);
        catalog = CatalogTables.Load(connection, known);
    });
}
