using System.Diagnostics;
using System.Net;
using Bench.App;
using Local.Cosmos;
using Microsoft.Azure.Cosmos;

namespace Bench.Split;

/// <summary>
/// The two requests of an award, a read of the account's head and a batch of entry and head, sent through the SDK to the
/// server that the app has in its process, on a store that the app has made: nothing before them, nothing after.
/// </summary>
public sealed class ReplayStore : IAsyncDisposable
{
    const string HeadId = ":account";

    readonly CosmosServer server;
    readonly CosmosClient client;
    readonly Container container;
    readonly uint run = (uint)Random.Shared.Next();
    IReadOnlyList<StoredAccount> accounts = [];
    int operations;

    ReplayStore(string folder)
    {
        // Outside Azure the SDK's first call would go to the metadata address and wait there.
        Environment.SetEnvironmentVariable("COSMOS_DISABLE_IMDS_ACCESS", "true");
        server = CosmosServer.Open(folder);
        var http = new HttpClient(server.CreateHandler());
        client = new CosmosClient(server.ConnectionString, new CosmosClientOptions
        {
            ConnectionMode = ConnectionMode.Gateway,
            LimitToEndpoint = true,
            EnableContentResponseOnWrite = false,
            HttpClientFactory = () => http,
        });
        container = client.GetContainer("points", "accounts");
    }

    public static async Task<ReplayStore> Open(string folder, CancellationToken cancellation)
    {
        var replay = new ReplayStore(folder);
        try
        {
            replay.accounts = await StoredAccount.All(replay.container, cancellation);
            return replay;
        }
        catch
        {
            await replay.DisposeAsync();
            throw;
        }
    }

    /// <returns>The CPU of one pair: this process's own, and nothing else runs in it meanwhile.</returns>
    public async Task<TimeSpan> RunFor(TimeSpan duration, int callers, CancellationToken cancellation)
    {
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        var until = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller =>
            Task.Run(() => Loop(new Random(caller), until, cancellation), cancellation)));
        self.Refresh();
        return (self.TotalProcessorTime - before) / counts.Sum();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    async Task<long> Loop(Random random, long until, CancellationToken cancellation)
    {
        var done = 0L;
        while (Stopwatch.GetTimestamp() < until)
        {
            var account = accounts[random.Next(accounts.Count)];
            if (await Pair(account, cancellation))
                done++;
        }

        return done;
    }

    /// <returns>False where another caller was quicker on the same account.</returns>
    async Task<bool> Pair(StoredAccount account, CancellationToken cancellation)
    {
        var partition = new PartitionKey(account.Id);
        using var head = await container.ReadItemStreamAsync(HeadId, partition, cancellationToken: cancellation);
        using var answer = await container.CreateTransactionalBatch(partition)
            .CreateItemStream(new MemoryStream(account.Entry($"r{run:x8}-{Interlocked.Increment(ref operations):x8}")))
            .ReplaceItemStream(HeadId, new MemoryStream(account.Head),
                new TransactionalBatchItemRequestOptions { IfMatchEtag = head.Headers.ETag, EnableContentResponseOnWrite = false })
            .ExecuteAsync(cancellation);
        return answer.IsSuccessStatusCode || (answer.StatusCode == HttpStatusCode.PreconditionFailed
            ? false
            : throw new BenchException($"The store answered a batch with {(int)answer.StatusCode}: {answer.ErrorMessage}"));
    }
}
