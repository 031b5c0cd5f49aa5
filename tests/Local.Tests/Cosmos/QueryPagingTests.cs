using Microsoft.Azure.Cosmos;
using static Local.Tests.Cosmos.ContainerReading;

namespace Local.Tests.Cosmos;

public sealed class QueryPagingTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("", "p")]
    [InlineData("ORDER BY c.balance DESC", "p")]
    [InlineData("ORDER BY c.balance", null)]
    [InlineData("WHERE c.due >= '2026' ORDER BY c.due", null)]
    [InlineData("WHERE c.due >= '2026' ORDER BY c.due DESC", null)]
    [InlineData("WHERE c.due >= '2026'", null)]
    [InlineData("WHERE c.pk IN ('p', 'q')", null)]
    public async Task Pages_HoldEveryItemOnce_AlthoughItemsComeAndGoBetweenThem(string clause, string? pk)
    {
        await using var sandbox = await Open();
        for (var i = 0; i < 20; i++)
            await sandbox.Items.CreateItemAsync(Doc.Of($"d{i:00}", balance: i % 7) with { Due = $"2026-0{(i % 3) + 1}" }, P);
        var seen = new List<string>();
        string? continuation = null;
        var pages = 0;
        do
        {
            var options = new QueryRequestOptions { MaxItemCount = 3, PartitionKey = pk is null ? null : new PartitionKey(pk) };
            using var iterator = sandbox.Items.GetItemQueryIterator<Doc>($"SELECT * FROM c {clause}", continuation, options);
            var page = await iterator.ReadNextAsync();
            seen.AddRange(page.Select(doc => doc.Id));
            continuation = page.ContinuationToken;
            pages++;
            // What is already read goes: positions are keys, so nothing else moves.
            foreach (var doc in page)
                await sandbox.Items.DeleteItemAsync<Doc>(doc.Id, P);
        }
        while (continuation is not null)
            ;
        Assert.Equal(20, seen.Count);
        Assert.Equal(20, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(pages, 7, 8);
    }

    [Fact]
    public async Task OrderBy_OverPages_KeepsTheOrder()
    {
        await using var sandbox = await Open();
        for (var i = 0; i < 30; i++)
            await sandbox.Items.CreateItemAsync(Doc.Of($"d{i:00}", balance: i * 7 % 30), P);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => (long)i), await sandbox.Items.Query<long>("SELECT VALUE c.balance FROM c ORDER BY c.balance", max: 4));
        Assert.Equal(Enumerable.Range(0, 30).Reverse().Select(i => (long)i), await sandbox.Items.Query<long>("SELECT VALUE c.balance FROM c ORDER BY c.balance DESC", "p", 4));
        Assert.Equal([5L, 6, 7, 8, 9, 10, 11], await sandbox.Items.Query<long>("SELECT VALUE c.balance FROM c ORDER BY c.balance OFFSET 5 LIMIT 7", "p", 3));
        Assert.Equal([0L, 1, 2, 3, 4], await sandbox.Items.Query<long>("SELECT TOP 5 VALUE c.balance FROM c ORDER BY c.balance", "p", 2));
    }

    [Fact]
    public async Task LargeItems_ComeInPagesOf4MB()
    {
        await using var sandbox = await Open();
        for (var i = 0; i < 6; i++)
            await sandbox.Items.CreateItemAsync(Doc.Of($"d{i}") with { Kind = new string('x', 1_500_000) }, P);
        using var iterator = sandbox.Items.GetItemQueryIterator<Doc>("SELECT * FROM c", requestOptions: new QueryRequestOptions { PartitionKey = P });
        var pages = new List<int>();
        while (iterator.HasMoreResults)
            pages.Add((await iterator.ReadNextAsync()).Count);
        Assert.Equal([3, 3], pages);
    }

    private static Task<Sandbox> Open() => Sandbox.Open(define: properties =>
    {
        properties.IndexingPolicy.IncludedPaths.Add(new IncludedPath { Path = "/due/?" });
        properties.IndexingPolicy.IncludedPaths.Add(new IncludedPath { Path = "/balance/?" });
        properties.IndexingPolicy.ExcludedPaths.Add(new ExcludedPath { Path = "/*" });
    });
}
