using Local.Cosmos.Storage;

namespace Local.Cosmos;

/// <summary>The part of Azure Cosmos DB that our app uses, on this machine: its data is in one folder, and an acknowledged write is on disk.</summary>
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

    /// <summary>Opens cosmos.db in the folder, creating both if need be. One process at a time: InvalidOperationException for the second.</summary>
    public static CosmosServer Open(string folder) => Open(folder, TimeProvider.System);

    /// <summary>With another clock: it decides _ts and time to live.</summary>
    public static CosmosServer Open(string folder, TimeProvider clock)
    {
        var requests = new RequestLog();
        return new CosmosServer(Store.Open(folder, clock), requests);
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

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
            await host.DisposeAsync();
        store.Dispose();
    }
}
