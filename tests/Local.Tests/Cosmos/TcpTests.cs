using System.Net;
using Local.Cosmos;
using Microsoft.Azure.Cosmos;
using static Local.Tests.Cosmos.ContainerReading;

namespace Local.Tests.Cosmos;

public sealed class TcpTests
{
    [Fact]
    public async Task Listener_ServesTheSdk()
    {
        await using var sandbox = await Sandbox.Open();
        var address = await sandbox.Server.Listen(new Uri("http://127.0.0.1:0"), CancellationToken.None);
        using var client = new CosmosClient(address.ToString(), CosmosServer.Key, Sandbox.Options(null));
        var items = client.GetContainer("points", "items");
        var head = await items.CreateItemAsync(Doc.Of("é +;%", balance: 1), P);
        using var batch = await items.CreateTransactionalBatch(P).CreateItem(Doc.Of("b"))
            .ReplaceItem("é +;%", Doc.Of("é +;%", balance: 2), new TransactionalBatchItemRequestOptions { IfMatchEtag = head.ETag }).ExecuteAsync();
        Assert.Equal(HttpStatusCode.OK, batch.StatusCode);
        Assert.Equal(2, (await items.ReadItemAsync<Doc>("é +;%", P)).Resource.Balance);
        Assert.Equal(304, await StatusOf(items.ReadItemStreamAsync("b", P, new ItemRequestOptions { IfNoneMatchEtag = batch[0].ETag })));
        Assert.Equal("b é +;%", await items.Ids("ORDER BY c.id"));
        Assert.Equal(204, await StatusOf(items.DeleteItemStreamAsync("b", P)));
    }

    [Fact]
    public async Task Listener_WithoutTheKey_Is401()
    {
        await using var sandbox = await Sandbox.Open();
        var address = await sandbox.Server.Listen(new Uri("http://127.0.0.1:0"), CancellationToken.None);
        using var client = new CosmosClient(address.ToString(), Convert.ToBase64String(new byte[64]), Sandbox.Options(null));
        var error = await Assert.ThrowsAsync<CosmosException>(() => client.GetContainer("points", "items").ReadItemAsync<Doc>("a", P));
        Assert.Equal(HttpStatusCode.Unauthorized, error.StatusCode);
        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(new Uri(address, "dbs/points/colls/items/docs"))).StatusCode);
    }

    [Fact]
    public async Task Dropped_Connection_EndsWithoutAnAnswer()
    {
        await using var sandbox = await Sandbox.Open();
        var address = await sandbox.Server.Listen(new Uri("http://127.0.0.1:0"), CancellationToken.None);
        using var client = new CosmosClient(address.ToString(), CosmosServer.Key, Sandbox.Options(null));
        await client.GetContainer("points", "items").ReadContainerAsync();
        sandbox.Server.Faults.OnRequest = request => request.Kind == RequestKind.Create ? Fault.DropAfterCommit() : null;
        await Assert.ThrowsAnyAsync<Exception>(() => client.GetContainer("points", "items").CreateItemAsync(Doc.Of("a"), P));
        sandbox.Server.Faults.OnRequest = null;
        Assert.Equal("a", await sandbox.Items.Ids("", "p"));
    }
}
