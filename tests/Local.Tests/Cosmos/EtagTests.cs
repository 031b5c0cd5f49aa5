using System.Net;
using Microsoft.Azure.Cosmos;
using static Local.Tests.Cosmos.ContainerReading;

namespace Local.Tests.Cosmos;

public sealed class EtagTests
{
    [Fact]
    public async Task Replace_WithStaleEtag_Is412_AndChangesNothing()
    {
        await using var sandbox = await Sandbox.Open();
        var first = await sandbox.Items.CreateItemAsync(Doc.Of("a", balance: 1), P);
        await sandbox.Items.ReplaceItemAsync(Doc.Of("a", balance: 2), "a", P, new ItemRequestOptions { IfMatchEtag = first.ETag });
        var stale = await Assert.ThrowsAsync<CosmosException>(() => sandbox.Items.ReplaceItemAsync(Doc.Of("a", balance: 3), "a", P, new ItemRequestOptions { IfMatchEtag = first.ETag }));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal(2, (await sandbox.Items.ReadItemAsync<Doc>("a", P)).Resource.Balance);
    }

    [Theory]
    [InlineData("\"00000000-0000-0000-0000-000000000000\"")]
    [InlineData("not an etag")]
    public async Task DeleteAndUpsert_WithAnotherEtag_Are412(string etag)
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.CreateItemAsync(Doc.Of("a"), P);
        var options = new ItemRequestOptions { IfMatchEtag = etag };
        Assert.Equal(412, await StatusOf(sandbox.Items.DeleteItemStreamAsync("a", P, options)));
        Assert.Equal(412, await StatusOf(sandbox.Items.UpsertItemStreamAsync(Json("""{"id":"a","pk":"p"}"""), P, options)));
    }

    [Fact]
    public async Task IfMatch_Star_MatchesWhatExists()
    {
        await using var sandbox = await Sandbox.Open();
        var any = new ItemRequestOptions { IfMatchEtag = "*" };
        Assert.Equal(404, await StatusOf(sandbox.Items.ReplaceItemStreamAsync(Json("""{"id":"a","pk":"p"}"""), "a", P, any)));
        await sandbox.Items.CreateItemAsync(Doc.Of("a"), P);
        Assert.Equal(200, await StatusOf(sandbox.Items.ReplaceItemStreamAsync(Json("""{"id":"a","pk":"p"}"""), "a", P, any)));
    }

    [Fact]
    public async Task Read_IfNoneMatch_Is304UntilTheItemChanges()
    {
        await using var sandbox = await Sandbox.Open();
        var first = await sandbox.Items.CreateItemAsync(Doc.Of("a"), P);
        var options = new ItemRequestOptions { IfNoneMatchEtag = first.ETag };
        Assert.Equal(304, await StatusOf(sandbox.Items.ReadItemStreamAsync("a", P, options)));
        await sandbox.Items.ReplaceItemAsync(Doc.Of("a"), "a", P);
        Assert.Equal(200, await StatusOf(sandbox.Items.ReadItemStreamAsync("a", P, options)));
    }

    [Fact]
    public async Task RacingReplaces_OfOneEtag_ExactlyOneWins()
    {
        await using var sandbox = await Sandbox.Open();
        var first = await sandbox.Items.CreateItemAsync(Doc.Of("a"), P);
        var statuses = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() =>
            StatusOf(sandbox.Items.ReplaceItemStreamAsync(Json($$"""{"id":"a","pk":"p","n":{{i}}}"""), "a", P, new ItemRequestOptions { IfMatchEtag = first.ETag })))));
        Assert.Equal(1, statuses.Count(status => status == 200));
        Assert.Equal(31, statuses.Count(status => status == 412));
    }
}
