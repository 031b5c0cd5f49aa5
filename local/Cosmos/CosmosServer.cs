using System.Globalization;
using Local.Cosmos.Storage;

namespace Local.Cosmos;

/// <summary>The part of Azure Cosmos DB that our app uses, on this machine: its data is in one folder, and an acknowledged write is on
/// disk.</summary>
public sealed class CosmosServer : IAsyncDisposable
{
    /// <summary>The well-known key of Microsoft's emulator: public, so that every tool has it already.</summary>
    public const string Key = "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==";

    private readonly Store store;
    private readonly Dispatcher dispatcher;
    private readonly List<TcpHost> hosts = [];

    private CosmosServer(Store store, RequestLog requests)
    {
        this.store = store;
        Requests = requests;
        Faults = new Faults { OnCrash = () => store.Writer.Broken = new HttpRequestException("The server crashed.") };
        dispatcher = new Dispatcher(store, requests, Faults);
    }

    public Faults Faults { get; }

    public RequestLog Requests { get; }

    /// <summary>For tests of what happens inside.</summary>
    internal Store Store => store;

    /// <summary>For a server listening on the emulator's port, and for clients of the in-process handler.</summary>
    public string ConnectionString { get; } = $"AccountEndpoint=http://127.0.0.1:8081/;AccountKey={Key}";

    /// <summary>Opens cosmos.db in the folder, creating both if need be. One process at a time: InvalidOperationException for the
    /// second.</summary>
    public static CosmosServer Open(string folder) => Open(folder, TimeProvider.System);

    /// <summary>With another clock, which decides _ts and time to live, and so many physical partitions for each container made from now
    /// on.</summary>
    public static CosmosServer Open(string folder, TimeProvider clock, int partitions = 1)
    {
        var requests = new RequestLog();
        return new CosmosServer(Store.Open(folder, clock, partitions), requests);
    }

    /// <summary>A transport for CosmosClientOptions.HttpClientFactory: no socket, no port.</summary>
    public HttpMessageHandler CreateHandler() => new InProcessHandler(dispatcher);

    /// <summary>Serves http on the address, port 0 for any free one, until disposed; returns the address in use.</summary>
    public async Task<Uri> Listen(Uri address, CancellationToken cancellation)
    {
        var host = await TcpHost.Start(dispatcher, address, cancellation);
        hosts.Add(host);
        return host.Address;
    }

    /// <summary>The ids of a container's key ranges, in the order of their keys.</summary>
    public IReadOnlyList<string> KeyRanges(string database, string container) =>
        [.. Find(database, container).Ranges.Ranges.Select(range => range.Id.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Halves a key range, as Azure does when a partition has grown: the range is gone, two others have its keys.</summary>
    public Task Split(string database, string container, string range) =>
        store.ChangeRanges(Find(database, container), ranges => ranges.Split(range));

    /// <summary>Joins two neighbouring key ranges.</summary>
    public Task Merge(string database, string container, string left, string right) =>
        store.ChangeRanges(Find(database, container), ranges => ranges.Merge(left, right));

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
            await host.DisposeAsync();
        store.Dispose();
    }

    private Container Find(string database, string container) => store.Catalog.Container($"dbs/{database}/colls/{container}")
        ?? throw new ArgumentException($"There is no container {container} in the database {database}.", nameof(container));
}
