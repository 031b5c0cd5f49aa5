using System.Net;
using System.Text.Json;
using Microsoft.Azure.Cosmos;
using static Local.Tests.Cosmos.ContainerReading;

namespace Local.Tests.Cosmos;

public sealed class ItemTests
{
    [Fact]
    public async Task Create_AnswersTheItemWithSystemProperties()
    {
        await using var sandbox = await Sandbox.Open();
        var created = await sandbox.Items.CreateItemAsync(Doc.Of("a", balance: 5), P);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(created.ETag, created.Resource.Etag);
        Assert.True(created.Resource.Ts > 0);
        var read = await sandbox.Items.ReadItemAsync<JsonElement>("a", P);
        foreach (var name in (string[])["_rid", "_self", "_etag", "_ts", "_attachments"])
            Assert.True(read.Resource.TryGetProperty(name, out _), name);
        Assert.Equal(created.ETag, read.ETag);
    }

    [Fact]
    public async Task Create_WithSystemPropertiesOfAnEarlierRead_ReplacesThem()
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.Put("""{"_ts":1,"id":"a","_etag":"x","pk":"p","n":{"_ts":7},"_rid":"y" , "_self":"z","_attachments":"","_lsn":9 }""");
        var json = (await sandbox.Items.ReadItemAsync<JsonElement>("a", P)).Resource.GetRawText();
        Assert.StartsWith("""{"id":"a","pk":"p","n":{"_ts":7},"_rid":""", json, StringComparison.Ordinal);
        Assert.Equal(2, json.Split("\"_ts\"").Length - 1);
        Assert.DoesNotContain("_lsn", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_Duplicate_Is409_AndOtherPartitionKeyIsAnotherItem()
    {
        await using var sandbox = await Sandbox.Open();
        Assert.Equal(201, await StatusOf(sandbox.Items.CreateItemStreamAsync(Json("""{"id":"a","pk":"p"}"""), P)));
        Assert.Equal(409, await StatusOf(sandbox.Items.CreateItemStreamAsync(Json("""{"id":"a","pk":"p"}"""), P)));
        Assert.Equal(201, await StatusOf(sandbox.Items.CreateItemStreamAsync(Json("""{"id":"a","pk":"q"}"""), new PartitionKey("q"))));
    }

    [Theory]
    [InlineData("""{"pk":"p"}""")]
    [InlineData("""{"id":"","pk":"p"}""")]
    [InlineData("""{"id":7,"pk":"p"}""")]
    [InlineData("""{"id":"a/b","pk":"p"}""")]
    [InlineData("""{"id":"a\\b","pk":"p"}""")]
    [InlineData("""{"id":"a?b","pk":"p"}""")]
    [InlineData("""{"id":"a#b","pk":"p"}""")]
    [InlineData("""{"id":"a ","pk":"p"}""")]
    [InlineData("""{"id":"a","pk":"q"}""")]
    [InlineData("""{"id":"a"}""")]
    [InlineData("""{"id":"a","pk":"p",}""")]
    [InlineData("""{"id":"a","pk":"p"} x""")]
    [InlineData("""["a"]""")]
    [InlineData("""{"id":"a","pk":"p","ttl":0}""")]
    [InlineData("""{"id":"a","pk":"p","ttl":"1"}""")]
    public async Task Create_OfAnInvalidItem_Is400(string json)
    {
        await using var sandbox = await Sandbox.Open();
        Assert.Equal(400, await StatusOf(sandbox.Items.CreateItemStreamAsync(Json(json), P)));
    }

    [Fact]
    public async Task Id_IsAtMost1023Bytes()
    {
        await using var sandbox = await Sandbox.Open();
        Assert.Equal(201, await StatusOf(sandbox.Items.CreateItemStreamAsync(Json($$"""{"id":"{{new string('a', 1023)}}","pk":"p"}"""), P)));
        Assert.Equal(400, await StatusOf(sandbox.Items.CreateItemStreamAsync(Json($$"""{"id":"{{new string('a', 1024)}}","pk":"p"}"""), P)));
    }

    [Fact]
    public async Task Item_Over2MB_Is413()
    {
        await using var sandbox = await Sandbox.Open();
        Assert.Equal(413, await StatusOf(sandbox.Items.CreateItemStreamAsync(Json($$"""{"id":"a","pk":"p","x":"{{new string('x', 2 * 1024 * 1024)}}"}"""), P)));
    }

    [Theory]
    [InlineData("tx 1:é+=;%")]
    [InlineData("日本 語")]
    public async Task Id_WithOddCharacters_IsFoundAgain(string id)
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.CreateItemAsync(Doc.Of(id), P);
        Assert.Equal(id, (await sandbox.Items.ReadItemAsync<Doc>(id, P)).Resource.Id);
    }

    [Fact]
    public async Task Missing_ItemIs404_AndMissingContainerIs404WithSubStatus1003()
    {
        await using var sandbox = await Sandbox.Open();
        var item = await Assert.ThrowsAsync<CosmosException>(() => sandbox.Items.ReadItemAsync<Doc>("a", P));
        Assert.Equal((HttpStatusCode.NotFound, 0), (item.StatusCode, item.SubStatusCode));
        var container = await Assert.ThrowsAsync<CosmosException>(() => sandbox.Database.GetContainer("none").ReadItemAsync<Doc>("a", P));
        Assert.Equal(HttpStatusCode.NotFound, container.StatusCode);
        Assert.Equal(404, await StatusOf(sandbox.Items.ReplaceItemStreamAsync(Json("""{"id":"a","pk":"p"}"""), "a", P)));
        Assert.Equal(404, await StatusOf(sandbox.Items.DeleteItemStreamAsync("a", P)));
    }

    [Fact]
    public async Task Replace_UnderAnotherId_Is400()
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.CreateItemAsync(Doc.Of("a"), P);
        Assert.Equal(400, await StatusOf(sandbox.Items.ReplaceItemStreamAsync(Json("""{"id":"b","pk":"p"}"""), "a", P)));
    }

    [Fact]
    public async Task Upsert_Is201Then200()
    {
        await using var sandbox = await Sandbox.Open();
        Assert.Equal(201, await StatusOf(sandbox.Items.UpsertItemStreamAsync(Json("""{"id":"a","pk":"p"}"""), P)));
        Assert.Equal(200, await StatusOf(sandbox.Items.UpsertItemStreamAsync(Json("""{"id":"a","pk":"p","n":2}"""), P)));
    }

    [Fact]
    public async Task Write_WithoutContentResponse_HasEtagAndNoBody()
    {
        await using var sandbox = await Sandbox.Open();
        var created = await sandbox.Items.CreateItemAsync(Doc.Of("a"), P, new ItemRequestOptions { EnableContentResponseOnWrite = false });
        Assert.Null(created.Resource);
        Assert.NotEmpty(created.ETag);
    }

    [Fact]
    public async Task UniqueKey_IsUniqueWithinAPartitionKey()
    {
        await using var sandbox = await Sandbox.Open(define: properties => properties.UniqueKeyPolicy.UniqueKeys.Add(new UniqueKey { Paths = { "/kind" } }));
        await sandbox.Items.CreateItemAsync(Doc.Of("a") with { Kind = "x" }, P);
        var conflict = await Assert.ThrowsAsync<CosmosException>(() => sandbox.Items.CreateItemAsync(Doc.Of("b") with { Kind = "x" }, P));
        Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
        await sandbox.Items.CreateItemAsync(Doc.Of("b", "q") with { Kind = "x" }, new PartitionKey("q"));
        await sandbox.Items.ReplaceItemAsync(Doc.Of("a", balance: 1) with { Kind = "x" }, "a", P);
    }

    [Fact]
    public async Task Integers_Of64Bits_StayExact()
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.CreateItemAsync(Doc.Of("a", balance: 9_007_199_254_740_993), P);
        Assert.Equal(9_007_199_254_740_993, (await sandbox.Items.ReadItemAsync<Doc>("a", P)).Resource.Balance);
    }
}
