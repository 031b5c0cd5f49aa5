using Local.Cosmos;
using static Local.Tests.Cosmos.ContainerReading;

namespace Local.Tests.Cosmos;

public sealed class RequestLogTests
{
    [Fact]
    public async Task Log_CountsRequestsItemsAndBytes_PerContainer()
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.ReadContainerAsync();
        await sandbox.Items.CreateItemAsync(Doc.Of("warm"), P);
        sandbox.Server.Requests.Reset();
        using (await sandbox.Items.ReadItemStreamAsync("warm", P))
        {
            using var batch = await sandbox.Items.CreateTransactionalBatch(P)
                .CreateItemStream(Json("""{"id":"a","pk":"p"}""")).ReplaceItemStream("warm", Json("""{"id":"warm","pk":"p"}""")).ExecuteAsync();
        }
        var log = sandbox.Server.Requests.Snapshot();
        Assert.Equal([new RequestCount("items", RequestKind.Read, 1, 1, 0), new RequestCount("items", RequestKind.Batch, 1, 2, 19 + 22)], log.Counts.Where(count => count.Container == "items"));
        Assert.Equal(2, log.ItemRequests("items"));
        Assert.Equal(41, log.BytesWritten());
    }
}
