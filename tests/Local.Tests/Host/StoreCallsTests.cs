using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Azure.Cosmos;

namespace Local.Tests.Host;

public sealed class StoreCallsTests
{
    [Fact]
    public async Task WhatTheAppAskedOfItsStore_IsCounted()
    {
        await using var app = await FeedApp.Start(null, _ => { });
        var before = await Counts(app);

        await app.Write("1");
        await app.Accounts().ReadItemAsync<Account>("1", new PartitionKey("a"));
        await app.Accounts().CreateTransactionalBatch(new PartitionKey("a")).ReadItem("1").ExecuteAsync();
        var after = await Counts(app);

        Assert.Equal((1, 1, 3), (after.Reads - before.Reads, after.Batches - before.Batches, after.Total - before.Total));
    }

    [Fact]
    public async Task AnAppWithADatabaseElsewhere_CountsNothing()
    {
        await using var app = await TestApp.Start();

        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync("/api/local/store")).StatusCode);
    }

    private static async Task<(int Reads, int Batches, int Total)> Counts(TestApp app)
    {
        var counts = await app.Client.GetFromJsonAsync<JsonElement>("/api/local/store");
        return (counts.GetProperty("reads").GetInt32(), counts.GetProperty("batches").GetInt32(), counts.GetProperty("total").GetInt32());
    }
}
