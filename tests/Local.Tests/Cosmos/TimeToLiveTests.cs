using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Time.Testing;
using static Local.Tests.Cosmos.ContainerReading;

namespace Local.Tests.Cosmos;

public sealed class TimeToLiveTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public async Task Item_WithItsOwnTtl_IsGoneForReadsQueriesAndFeed()
    {
        await using var sandbox = await Sandbox.Open(clock, properties => properties.DefaultTimeToLive = -1);
        await sandbox.Items.CreateItemAsync(Doc.Of("short") with { Ttl = 10 }, P);
        await sandbox.Items.CreateItemAsync(Doc.Of("never"), P);
        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal("never short", await sandbox.Items.Ids("", "p"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(404, await StatusOf(sandbox.Items.ReadItemStreamAsync("short", P)));
        Assert.Equal("never", await sandbox.Items.Ids("", "p"));
        Assert.Equal("never", await sandbox.Items.Ids(""));
        using var feed = sandbox.Items.GetChangeFeedIterator<Doc>(ChangeFeedStartFrom.Beginning(), ChangeFeedMode.LatestVersion);
        Assert.Equal(["never"], (await feed.ReadNextAsync()).Select(doc => doc.Id));
    }

    [Fact]
    public async Task Expired_ItemFreesItsIdAndItsUniqueKeys()
    {
        await using var sandbox = await Sandbox.Open(clock, properties =>
        {
            properties.DefaultTimeToLive = 10;
            properties.UniqueKeyPolicy.UniqueKeys.Add(new UniqueKey { Paths = { "/kind" } });
        });
        await sandbox.Items.CreateItemAsync(Doc.Of("a") with { Kind = "x" }, P);
        await sandbox.Items.CreateItemAsync(Doc.Of("b") with { Kind = "y" }, P);
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(404, await StatusOf(sandbox.Items.ReplaceItemStreamAsync(Json("""{"id":"a","pk":"p"}"""), "a", P)));
        await sandbox.Items.CreateItemAsync(Doc.Of("a") with { Kind = "z" }, P);
        await sandbox.Items.CreateItemAsync(Doc.Of("c") with { Kind = "y" }, P);
        Assert.Equal("a c", await sandbox.Items.Ids("", "p"));
    }

    [Fact]
    public async Task Container_DefaultApplies_UnlessTheItemSaysNever()
    {
        await using var sandbox = await Sandbox.Open(clock, properties => properties.DefaultTimeToLive = 10);
        await sandbox.Items.CreateItemAsync(Doc.Of("default"), P);
        await sandbox.Items.CreateItemAsync(Doc.Of("never") with { Ttl = -1 }, P);
        await sandbox.Items.CreateItemAsync(Doc.Of("longer") with { Ttl = 20 }, P);
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("longer never", await sandbox.Items.Ids("", "p"));
    }

    [Fact]
    public async Task WithoutAContainerDefault_TheItemsTtlIsIgnored_UntilThereIsOne()
    {
        await using var sandbox = await Sandbox.Open(clock);
        await sandbox.Items.CreateItemAsync(Doc.Of("a") with { Ttl = 10 }, P);
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("a", await sandbox.Items.Ids("", "p"));
        var container = (await sandbox.Items.ReadContainerAsync()).Resource;
        container.DefaultTimeToLive = -1;
        await sandbox.Items.ReplaceContainerAsync(container);
        Assert.Equal("", await sandbox.Items.Ids("", "p"));
    }

    [Fact]
    public async Task Writing_ProlongsTheLifeOfAnItem()
    {
        await using var sandbox = await Sandbox.Open(clock, properties => properties.DefaultTimeToLive = 10);
        await sandbox.Items.UpsertItemAsync(Doc.Of("a"), P);
        clock.Advance(TimeSpan.FromSeconds(9));
        await sandbox.Items.UpsertItemAsync(Doc.Of("a"), P);
        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal("a", await sandbox.Items.Ids("", "p"));
    }
}
