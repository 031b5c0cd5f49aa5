using System.Net;
using Microsoft.Azure.Cosmos;
using static Local.Tests.Cosmos.ContainerReading;

namespace Local.Tests.Cosmos;

public sealed class PatchTests
{
    [Fact]
    public async Task RacingIncrements_AllCount()
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.CreateItemAsync(Doc.Of("a", balance: 0), P);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => sandbox.Items.PatchItemAsync<Doc>("a", P, [PatchOperation.Increment("/balance", 1)])));
        Assert.Equal(50, (await sandbox.Items.ReadItemAsync<Doc>("a", P)).Resource.Balance);
    }

    [Fact]
    public async Task Condition_ThatIsFalse_Is412()
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.CreateItemAsync(Doc.Of("a", balance: 5), P);
        var options = new PatchItemRequestOptions { FilterPredicate = "FROM c WHERE c.balance >= 5" };
        await sandbox.Items.PatchItemAsync<Doc>("a", P, [PatchOperation.Increment("/balance", -5)], options);
        var error = await Assert.ThrowsAsync<CosmosException>(() => sandbox.Items.PatchItemAsync<Doc>("a", P, [PatchOperation.Increment("/balance", -5)], options));
        Assert.Equal(HttpStatusCode.PreconditionFailed, error.StatusCode);
    }

    [Fact]
    public async Task Patch_OfIdOrPartitionKey_Is400()
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.CreateItemAsync(Doc.Of("a"), P);
        Assert.Equal(400, await StatusOf(sandbox.Items.PatchItemStreamAsync("a", P, [PatchOperation.Set("/pk", "q")])));
        Assert.Equal(400, await StatusOf(sandbox.Items.PatchItemStreamAsync("a", P, [PatchOperation.Set("/id", "b")])));
        Assert.Equal(400, await StatusOf(sandbox.Items.PatchItemStreamAsync("a", P, [PatchOperation.Remove("/none")])));
    }

    [Fact]
    public async Task Patch_OfASystemProperty_Is400AndSaysWhich()
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.CreateItemAsync(Doc.Of("a"), P);
        foreach (var name in (string[])["_ts", "_etag", "_rid", "_self"])
        {
            var error = await Assert.ThrowsAsync<CosmosException>(() => sandbox.Items.PatchItemAsync<Doc>("a", P, [PatchOperation.Set($"/{name}", 1)]));
            Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
            Assert.Contains($"The patch path '/{name}' is a system property", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal(400, await StatusOf(sandbox.Items.PatchItemStreamAsync("a", P, [PatchOperation.Move("/_ts", "/written")])));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"ten\"")]
    [InlineData("[1]")]
    public async Task Increment_OfWhatIsNoNumber_Is400(string balance)
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.Put($$"""{"id":"a","pk":"p","balance":{{balance}}}""");
        Assert.Equal(400, await StatusOf(sandbox.Items.PatchItemStreamAsync("a", P, [PatchOperation.Increment("/balance", 1)])));
    }
}
