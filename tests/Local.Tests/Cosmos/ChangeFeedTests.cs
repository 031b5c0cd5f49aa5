using System.Collections.Concurrent;
using System.Net;
using Local.Cosmos;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Time.Testing;
using static Local.Tests.Cosmos.ContainerReading;
using static Local.Tests.Cosmos.FeedProcessing;

namespace Local.Tests.Cosmos;

public sealed class ChangeFeedTests
{
    [Fact]
    public async Task Feed_HasEachItemOnce_InTheOrderOfItsLastChange()
    {
        await using var sandbox = await Sandbox.Open();
        foreach (var id in (string[])["a", "b", "c", "a"])
            await sandbox.Items.UpsertItemAsync(Doc.Of(id), P);
        await sandbox.Items.DeleteItemAsync<Doc>("b", P);
        Assert.Equal("c a", (await Read(sandbox.Items, ChangeFeedStartFrom.Beginning())).Ids);
    }

    [Fact]
    public async Task Feed_ContinuesWhereItStopped_OverARestart()
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.UpsertItemAsync(Doc.Of("a"), P);
        var first = await Read(sandbox.Items, ChangeFeedStartFrom.Beginning());
        await sandbox.Items.UpsertItemAsync(Doc.Of("b"), P);
        await sandbox.Items.DeleteItemAsync<Doc>("b", P);
        await sandbox.Reopen();
        // The deleted item had the highest LSN: it must not be given out again.
        await sandbox.Items.UpsertItemAsync(Doc.Of("c"), P);
        var second = await Read(sandbox.Items, ChangeFeedStartFrom.ContinuationToken(first.Continuation));
        Assert.Equal("c", second.Ids);
        Assert.Equal("", (await Read(sandbox.Items, ChangeFeedStartFrom.ContinuationToken(second.Continuation))).Ids);
    }

    [Fact]
    public async Task Feed_FromNow_HasOnlyWhatFollows()
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.UpsertItemAsync(Doc.Of("a"), P);
        var now = await Read(sandbox.Items, ChangeFeedStartFrom.Now());
        Assert.Equal("", now.Ids);
        await sandbox.Items.UpsertItemAsync(Doc.Of("b"), P);
        Assert.Equal("b", (await Read(sandbox.Items, ChangeFeedStartFrom.ContinuationToken(now.Continuation))).Ids);
    }

    [Fact]
    public async Task Feed_FromATime_BeginsThere()
    {
        var clock = new FakeTimeProvider();
        await using var sandbox = await Sandbox.Open(clock);
        foreach (var id in (string[])["a", "b", "c", "d"])
        {
            await sandbox.Items.UpsertItemAsync(Doc.Of(id), P);
            clock.Advance(TimeSpan.FromSeconds(60));
        }
        Assert.Equal("c d", (await Read(sandbox.Items, ChangeFeedStartFrom.Time(clock.GetUtcNow().UtcDateTime.AddSeconds(-150)))).Ids);
    }

    [Fact]
    public async Task Feed_OfOnePartitionKey()
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.UpsertItemAsync(Doc.Of("a"), P);
        await sandbox.Items.UpsertItemAsync(Doc.Of("b", "q"), new PartitionKey("q"));
        Assert.Equal("b", (await Read(sandbox.Items, ChangeFeedStartFrom.Beginning(FeedRange.FromPartitionKey(new PartitionKey("q"))))).Ids);
    }

    [Fact]
    public async Task Batch_IsNeverSplitOverPages()
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.UpsertItemAsync(Doc.Of("first"), P);
        var batch = sandbox.Items.CreateTransactionalBatch(P);
        for (var i = 0; i < 5; i++)
            batch.CreateItem(Doc.Of($"b{i}"));
        using (await batch.ExecuteAsync())
            await sandbox.Items.UpsertItemAsync(Doc.Of("last"), P);
        using var pages = sandbox.Items.GetChangeFeedIterator<Doc>(ChangeFeedStartFrom.Beginning(), ChangeFeedMode.LatestVersion, new ChangeFeedRequestOptions { PageSizeHint = 2 });
        Assert.Equal(6, (await pages.ReadNextAsync()).Count);
        Assert.Equal(1, (await pages.ReadNextAsync()).Count);
        Assert.Equal(HttpStatusCode.NotModified, (await pages.ReadNextAsync()).StatusCode);
    }

    [Fact]
    public async Task Feed_UnderConcurrentWrites_MissesNothing()
    {
        await using var sandbox = await Sandbox.Open();
        var writers = Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
                await sandbox.Items.CreateItemAsync(Doc.Of($"{writer}-{i}"), P);
        })));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        using var pages = sandbox.Items.GetChangeFeedIterator<Doc>(ChangeFeedStartFrom.Beginning(), ChangeFeedMode.LatestVersion, new ChangeFeedRequestOptions { PageSizeHint = 7 });
        while (true)
        {
            var isOver = writers.IsCompleted;
            var page = await pages.ReadNextAsync();
            if (page.StatusCode == HttpStatusCode.NotModified && isOver)
                break;
            foreach (var doc in page)
                Assert.True(seen.Add(doc.Id), doc.Id);
        }
        Assert.Equal(800, seen.Count);
    }

    [Fact]
    public async Task Processor_DeliversAndEstimatorSeesTheLag()
    {
        await using var sandbox = await Sandbox.Open();
        var leases = await sandbox.Database.CreateContainerAsync(new ContainerProperties("leases", "/id"));
        await sandbox.Items.UpsertItemAsync(Doc.Of("a"), P);
        var seen = new BlockingCollection<string>();
        var processor = Processor(sandbox, leases, seen);
        await processor.StartAsync();
        Assert.Equal("a", await Next(seen));
        await sandbox.Items.UpsertItemAsync(Doc.Of("b"), P);
        Assert.Equal("b", await Next(seen));
        await processor.StopAsync();
        for (var i = 0; i < 3; i++)
            await sandbox.Items.UpsertItemAsync(Doc.Of($"later{i}"), P);
        using var estimate = sandbox.Items.GetChangeFeedEstimator("test", leases).GetCurrentStateIterator();
        Assert.Equal(3, (await estimate.ReadNextAsync()).Single().EstimatedLag);
    }

    [Fact]
    public async Task Processor_MeetingRepeatedAndRewoundPages_SeesChangesAgain()
    {
        await using var sandbox = await Sandbox.Open();
        var leases = await sandbox.Database.CreateContainerAsync(new ContainerProperties("leases", "/id"));
        await sandbox.Items.UpsertItemAsync(Doc.Of("a"), P);
        var repeats = 2;
        sandbox.Server.Faults.OnRequest = request =>
            request is { Kind: RequestKind.ChangeFeed, Container: "items" } && Interlocked.Decrement(ref repeats) >= 0 ? Fault.RepeatFeedPage() : null;
        var seen = new BlockingCollection<string>();
        var processor = Processor(sandbox, leases, seen);
        await processor.StartAsync();
        for (var i = 0; i < 2; i++)
            Assert.Equal("a", await Next(seen));
        sandbox.Server.Faults.OnRequest = request => request is { Kind: RequestKind.ChangeFeed, Container: "items" } ? Fault.RewindFeed(1) : null;
        await sandbox.Items.UpsertItemAsync(Doc.Of("b"), P);
        var again = new List<string>();
        while (again.Count(id => id == "b") < 2)
            again.Add(await Next(seen));
        sandbox.Server.Faults.OnRequest = null;
        await processor.StopAsync();
    }

    private static async Task<(string Ids, string Continuation)> Read(Container container, ChangeFeedStartFrom start)
    {
        using var pages = container.GetChangeFeedIterator<Doc>(start, ChangeFeedMode.LatestVersion, new ChangeFeedRequestOptions { PageSizeHint = 2 });
        var ids = new List<string>();
        while (true)
        {
            var page = await pages.ReadNextAsync();
            if (page.StatusCode == HttpStatusCode.NotModified)
                return (string.Join(' ', ids), page.ContinuationToken);
            ids.AddRange(page.Select(doc => doc.Id));
        }
    }
}
