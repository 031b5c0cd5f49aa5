using System.Net;
using Microsoft.Azure.Cosmos;
using static Local.Tests.Cosmos.ContainerReading;

namespace Local.Tests.Cosmos;

public sealed class BatchTests
{
    [Fact]
    public async Task Batch_WritesAll()
    {
        await using var sandbox = await Sandbox.Open();
        var head = await sandbox.Items.CreateItemAsync(Doc.Of("head", balance: 0), P);
        using var batch = await sandbox.Items.CreateTransactionalBatch(P)
            .CreateItem(Doc.Of("entry", balance: 7))
            .ReplaceItem("head", Doc.Of("head", balance: 7), new TransactionalBatchItemRequestOptions { IfMatchEtag = head.ETag })
            .ExecuteAsync();
        Assert.Equal("200: 201 200", Statuses(batch));
        Assert.Equal(7, batch.GetOperationResultAtIndex<Doc>(1).Resource.Balance);
        Assert.Equal(batch[1].ETag, (await sandbox.Items.ReadItemAsync<Doc>("head", P)).ETag);
    }

    [Fact]
    public async Task Batch_WhenItFails_WritesNeither()
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.CreateItemAsync(Doc.Of("head", balance: 1), P);
        using var stale = await sandbox.Items.CreateTransactionalBatch(P)
            .CreateItem(Doc.Of("entry"))
            .ReplaceItem("head", Doc.Of("head", balance: 2), new TransactionalBatchItemRequestOptions { IfMatchEtag = "\"00000000-0000-0000-0000-000000000000\"" })
            .CreateItem(Doc.Of("later"))
            .ExecuteAsync();
        Assert.Equal("412: 424 412 424", Statuses(stale));
        using var duplicate = await sandbox.Items.CreateTransactionalBatch(P).UpsertItem(Doc.Of("entry")).DeleteItem("head").CreateItem(Doc.Of("entry")).ExecuteAsync();
        Assert.Equal("409: 424 424 409", Statuses(duplicate));
        Assert.Equal("head", await sandbox.Items.Ids("", "p"));
    }

    [Fact]
    public async Task Batch_SeesItsOwnEarlierOperations()
    {
        await using var sandbox = await Sandbox.Open();
        using var batch = await sandbox.Items.CreateTransactionalBatch(P)
            .CreateItem(Doc.Of("a", balance: 1))
            .PatchItem("a", [PatchOperation.Increment("/balance", 4)])
            .ReadItem("a")
            .DeleteItem("a")
            .CreateItem(Doc.Of("a", balance: 9))
            .ExecuteAsync();
        Assert.Equal("200: 201 200 200 204 201", Statuses(batch));
        Assert.Equal(5, batch.GetOperationResultAtIndex<Doc>(2).Resource.Balance);
        Assert.Equal(9, (await sandbox.Items.ReadItemAsync<Doc>("a", P)).Resource.Balance);
    }

    [Fact]
    public async Task Batch_Of100IsTheMost()
    {
        await using var sandbox = await Sandbox.Open();
        using var hundred = await Creates(sandbox, 100).ExecuteAsync();
        Assert.Equal(HttpStatusCode.OK, hundred.StatusCode);
        using var more = await Creates(sandbox, 101).ExecuteAsync();
        Assert.Equal(HttpStatusCode.BadRequest, more.StatusCode);
    }

    [Fact]
    public async Task Batch_Over2MB_Is413()
    {
        await using var sandbox = await Sandbox.Open();
        using var batch = await sandbox.Items.CreateTransactionalBatch(P)
            .CreateItem(Doc.Of("a") with { Kind = new string('x', 1_100_000) })
            .CreateItem(Doc.Of("b") with { Kind = new string('x', 1_100_000) })
            .ExecuteAsync();
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, batch.StatusCode);
        Assert.Equal("", await sandbox.Items.Ids(""));
    }

    [Fact]
    public async Task Batch_WithAnItemOfAnotherPartitionKey_Is400AndWritesNothing()
    {
        await using var sandbox = await Sandbox.Open();
        using var batch = await sandbox.Items.CreateTransactionalBatch(P).CreateItem(Doc.Of("a")).CreateItem(Doc.Of("b", "q")).ExecuteAsync();
        Assert.Equal(HttpStatusCode.BadRequest, batch.StatusCode);
        Assert.Equal("", await sandbox.Items.Ids(""));
    }

    [Fact]
    public async Task Batch_WithoutContentResponse_HasEtagsAndNoBodies()
    {
        await using var sandbox = await Sandbox.Open();
        using var batch = await sandbox.Items.CreateTransactionalBatch(P)
            .CreateItem(Doc.Of("a"), new TransactionalBatchItemRequestOptions { EnableContentResponseOnWrite = false }).CreateItem(Doc.Of("b")).ExecuteAsync();
        Assert.Null(batch[0].ResourceStream);
        Assert.NotEmpty(batch[0].ETag);
        Assert.NotNull(batch[1].ResourceStream);
    }

    [Fact]
    public async Task RacingBatches_OnOneHead_ExactlyOneOfEachRoundWins()
    {
        await using var sandbox = await Sandbox.Open();
        var etag = (await sandbox.Items.CreateItemAsync(Doc.Of("head", balance: 0), P)).ETag;
        for (var round = 0; round < 5; round++)
        {
            var statuses = await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
            {
                using var batch = await sandbox.Items.CreateTransactionalBatch(P)
                    .CreateItem(Doc.Of($"entry-{round}-{caller}"))
                    .ReplaceItem("head", Doc.Of("head", balance: round + 1), new TransactionalBatchItemRequestOptions { IfMatchEtag = etag })
                    .ExecuteAsync();
                return (int)batch.StatusCode;
            })));
            Assert.Equal(1, statuses.Count(status => status == 200));
            Assert.Equal(15, statuses.Count(status => status == 412));
            etag = (await sandbox.Items.ReadItemAsync<Doc>("head", P)).ETag;
        }
        Assert.Equal([6L], await sandbox.Items.Query<long>("SELECT VALUE COUNT(1) FROM c", "p"));
    }

    [Fact]
    public async Task Batch_WhoseAnswerExceeds4MB_Is413AndWritesNothing()
    {
        await using var sandbox = await Sandbox.Open();
        foreach (var id in (string[])["a", "b", "c"])
            await sandbox.Items.CreateItemAsync(Doc.Of(id) with { Kind = new string('x', 1_500_000) }, P);
        using var batch = await sandbox.Items.CreateTransactionalBatch(P).CreateItem(Doc.Of("new")).ReadItem("a").ReadItem("b").ReadItem("c").ExecuteAsync();
        Assert.Equal("413: 424 424 424 413", Statuses(batch));
        using var fewer = await sandbox.Items.CreateTransactionalBatch(P).CreateItem(Doc.Of("new")).ReadItem("a").ReadItem("b").ExecuteAsync();
        Assert.Equal("200: 201 200 200", Statuses(fewer));
    }

    [Fact]
    public async Task Bulk_IsNotAtomic()
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.CreateItemAsync(Doc.Of("3"), P);
        var bulk = sandbox.NewClient(options => options.AllowBulkExecution = true).GetContainer("points", "items");
        var statuses = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => StatusOf(bulk.CreateItemStreamAsync(Json($$"""{"id":"{{i}}","pk":"p"}"""), P))));
        Assert.Equal(9, statuses.Count(status => status == 201));
        Assert.Equal(409, statuses[3]);
    }

    [Fact]
    public async Task Bulk_ReadsBeyond4MB_AreSentAgain()
    {
        await using var sandbox = await Sandbox.Open();
        for (var i = 0; i < 4; i++)
            await sandbox.Items.CreateItemAsync(Doc.Of($"{i}") with { Kind = new string('x', 1_500_000) }, P);
        var bulk = sandbox.NewClient(options => options.AllowBulkExecution = true).GetContainer("points", "items");
        var read = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => bulk.ReadItemAsync<Doc>($"{i}", P)));
        Assert.Equal(["0", "1", "2", "3"], read.Select(item => item.Resource.Id));
    }

    private static TransactionalBatch Creates(Sandbox sandbox, int count)
    {
        var batch = sandbox.Items.CreateTransactionalBatch(P);
        for (var i = 0; i < count; i++)
            batch.CreateItem(Doc.Of($"{count}-{i}"));
        return batch;
    }

    private static string Statuses(TransactionalBatchResponse batch) => $"{(int)batch.StatusCode}: {string.Join(' ', batch.Select(operation => (int)operation.StatusCode))}";
}
