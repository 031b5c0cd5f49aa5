using Local.Cosmos.Items;

namespace Local.Cosmos.Storage;

/// <summary>The data of one folder: one writer thread, any number of readers, and the catalog of containers.</summary>
internal sealed class Store : IDisposable
{
    readonly FolderLock _lock;
    readonly RequestLog _requests;
    volatile Catalog _catalog;

    Store(FolderLock folderLock, string file, TimeProvider clock, RequestLog requests)
    {
        _lock = folderLock;
        _requests = requests;
        Clock = clock;
        var connection = Connection.Open(file);
        connection.Execute(Schema.Pragmas);
        connection.Execute(Schema.Catalog);
        _catalog = CatalogTables.Load(connection, requests);
        Readers = new Readers(file);
        Writer = new Writer(connection, clock, () => _catalog);
    }

    public TimeProvider Clock { get; }

    public Catalog Catalog => _catalog;

    public Readers Readers { get; }

    public Writer Writer { get; }

    /// <summary>Opens at once whatever the size of the data: only the catalog is read.</summary>
    public static Store Open(string folder, TimeProvider clock, RequestLog requests)
    {
        Directory.CreateDirectory(folder);
        var folderLock = FolderLock.Take(folder);
        try
        {
            return new Store(folderLock, Path.Combine(folder, "cosmos.db"), clock, requests);
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    public long Now() => Clock.GetUtcNow().ToUnixTimeSeconds();

    public Task<Database> CreateDatabase(string id) => Change(connection =>
    {
        ItemId.Check(System.Text.Encoding.UTF8.GetBytes(id));
        if (_catalog.Databases.Any(database => database.Id == id)) throw Refusal.Conflict();
        return CatalogTables.InsertDatabase(connection, id, Now());
    });

    public Task<Container> CreateContainer(Database database, ContainerDefinition definition, int throughput) => Change(connection =>
    {
        if (_catalog.Containers.Any(container => container.Database == database && container.Id == definition.Id)) throw Refusal.Conflict();
        return CatalogTables.InsertContainer(connection, database, definition, throughput, Now(), _requests);
    });

    public Task<Container> ReplaceContainer(Container container, ContainerDefinition definition, int throughput) => Change(connection =>
    {
        CatalogTables.UpdateContainer(connection, container, definition, throughput);
        container.Definition = definition;
        container.Throughput = throughput;
        return container;
    });

    public Task DeleteContainer(Container container) => Change(connection =>
    {
        CatalogTables.DeleteContainer(connection, container);
        return true;
    });

    public Task DeleteDatabase(Database database) => Change(connection =>
    {
        foreach (var container in _catalog.Containers.Where(container => container.Database == database)) CatalogTables.DeleteContainer(connection, container);
        CatalogTables.DeleteDatabase(connection, database);
        return true;
    });

    public void Dispose()
    {
        Readers.Dispose();
        Writer.Dispose();
        _lock.Dispose();
    }

    /// <summary>Changes to the catalog run on the writer's thread in a transaction of their own; the new catalog is read back from the tables.</summary>
    Task<T> Change<T>(Func<Connection, T> change) => Writer.Run(change, connection =>
    {
        var known = _catalog.Containers.ToDictionary(container => container.Number);
        _catalog = CatalogTables.Load(connection, _requests, known);
    });
}
