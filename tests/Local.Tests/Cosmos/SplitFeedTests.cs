using System.Collections.Concurrent;
using Microsoft.Azure.Cosmos;
using static Local.Tests.Cosmos.ContainerReading;
using static Local.Tests.Cosmos.FeedProcessing;

namespace Local.Tests.Cosmos;

/// <summary>The change feed of several physical partitions, while they are split and merged.</summary>
public sealed class SplitFeedTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Processor_SeesEveryChangeOnce_OverASplitAndAMerge(int partitions)
    {
        await using var sandbox = await Sandbox.Open(partitions: partitions);
        Container leases = await sandbox.Database.CreateContainerAsync(new ContainerProperties("leases", "/id"));
        var seen = new BlockingCollection<string>();
        var processor = Processor(sandbox, leases, seen);
        await processor.StartAsync();
        await WriteAndSee("before");
        Assert.Equal(partitions, await Leases());
        await sandbox.Server.Split("points", "items", "0");
        await WriteAndSee("split");
        Assert.Equal(partitions + 1, await Leases());
        await sandbox.Server.Merge("points", "items", $"{partitions}", $"{partitions + 1}");
        await WriteAndSee("merged");
        Assert.Equal(partitions + 1, await Leases());
        await processor.StopAsync();
        Assert.Empty(seen);

        async Task<long> Leases() => (await leases.Query<long>("SELECT VALUE COUNT(1) FROM c WHERE IS_DEFINED(c.LeaseToken)")).Single();

        async Task WriteAndSee(string phase)
        {
            for (var i = 0; i < 30; i++)
                await sandbox.Items.CreateItemAsync(Doc.Of($"{phase}-{i:00}", $"p{i}"), new PartitionKey($"p{i}"));
            var ids = new List<string>();
            for (var i = 0; i < 30; i++)
                ids.Add(await Next(seen, $"Only {i} changes of '{phase}' were delivered."));
            Assert.Equal(Enumerable.Range(0, 30).Select(i => $"{phase}-{i:00}"), ids.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Feed_OfEachRange_HasItsItems_AndGoesOnAfterASplit()
    {
        await using var sandbox = await FortyItems.Filled(2);
        var first = new List<string>();
        var tokens = new List<string>();
        foreach (var range in await sandbox.Items.GetFeedRangesAsync())
            tokens.Add(await Read(ChangeFeedStartFrom.Beginning(range), first));
        await sandbox.Server.Split("points", "items", "0");
        await sandbox.Server.Split("points", "items", "1");
        for (var i = 0; i < 40; i++)
            await sandbox.Items.UpsertItemAsync(Doc.Of($"e{i:00}", $"p{i}"), new PartitionKey($"p{i}"));
        var second = new List<string>();
        foreach (var token in tokens)
            await Read(ChangeFeedStartFrom.ContinuationToken(token), second);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"d{i:00}"), first.Order(StringComparer.Ordinal));
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"e{i:00}"), second.Order(StringComparer.Ordinal));

        async Task<string> Read(ChangeFeedStartFrom start, List<string> ids)
        {
            using var pages = sandbox.Items.GetChangeFeedIterator<Doc>(
                start, ChangeFeedMode.LatestVersion, new ChangeFeedRequestOptions { PageSizeHint = 3 });
            for (var empty = 0; ;)
            {
                var page = await pages.ReadNextAsync();
                empty = page.Count == 0 ? empty + 1 : 0;
                ids.AddRange(page.Select(doc => doc.Id));
                // After a split one iterator reads two ranges in turn: both must have come to their ends.
                if (empty == 3)
                    return page.ContinuationToken;
            }
        }
    }
}
