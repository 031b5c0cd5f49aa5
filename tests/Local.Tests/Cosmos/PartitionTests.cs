using System.Net;
using System.Text.Json;
using Local.Cosmos.Partitions;
using Local.Cosmos.Protocol;
using Microsoft.Azure.Cosmos;
using static Local.Tests.Cosmos.ContainerReading;
using static Local.Tests.Cosmos.FortyItems;

namespace Local.Tests.Cosmos;

/// <summary>Which physical partition has an item, and what is found of all of them, before a split or a merge and after.</summary>
public sealed class PartitionTests
{
    [Theory]
    [InlineData("st1", "3D48BB14DA9D090D22112C96695028B6")]
    public void Hash_IsTheOneOfCosmos(string key, string hash) =>
        Assert.Equal(hash, EffectiveKey.Of(System.Text.Encoding.UTF8.GetBytes(key), 1));

    [Fact]
    public void Ranges_HoldEveryKeyOnce_AndAGoneIdNeverComesAgain()
    {
        var four = RangeMap.Even(4);
        Assert.Equal(
            [
                "-10000000000000000000000000000000",
                "10000000000000000000000000000000-20000000000000000000000000000000",
                "20000000000000000000000000000000-30000000000000000000000000000000",
                "30000000000000000000000000000000-FF",
            ],
            four.Ranges.Select(range => $"{range.Keys.Low}-{range.Keys.High}"));
        var split = four.Split("3");
        Assert.Equal(["30000000000000000000000000000000-38000000000000000000000000000000 3", "38000000000000000000000000000000-FF 3"],
            split.Ranges.Skip(3).Select(range => $"{range.Keys.Low}-{range.Keys.High} {string.Join(' ', range.Parents)}"));
        var merged = split.Merge("4", "5");
        var last = merged.Ranges.Skip(3).Single();
        Assert.Equal(
            "30000000000000000000000000000000-FF 6: 3 4 5",
            $"{last.Keys.Low}-{last.Keys.High} {last.Id}: {string.Join(' ', last.Parents)}");
        Assert.Throws<Refusal>(() => merged.Merge("0", "2"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Items_AreSpread_AndFoundOneByOneAndMany(int partitions)
    {
        await using var sandbox = await Filled(partitions);
        var ranges = await sandbox.Items.GetFeedRangesAsync();
        var found = new List<string>();
        foreach (var range in ranges)
        {
            using var pages = sandbox.Items.GetItemQueryIterator<string>(range, new QueryDefinition("SELECT VALUE c.id FROM c"));
            var ids = await pages.All();
            Assert.NotEmpty(ids);
            found.AddRange(ids);
        }
        Assert.Equal(partitions, ranges.Count);
        Assert.Equal(Enumerable.Range(0, 40).Select(Id), found.Order(StringComparer.Ordinal));
        var answering = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 40; i++)
        {
            var read = await sandbox.Items.ReadItemAsync<Doc>(Id(i), Key(i));
            Assert.Equal(Balance(i), read.Resource.Balance);
            answering.Add(read.Headers.Session.Split(':')[0]);
        }
        Assert.Equal(sandbox.Server.KeyRanges("points", "items"), answering);
        var many = await sandbox.Items.ReadManyItemsAsync<Doc>([.. Enumerable.Range(5, 20).Select(i => (Id(i), Key(i)))]);
        Assert.Equal(Enumerable.Range(5, 20).Select(Id), many.Select(doc => doc.Id).Order(StringComparer.Ordinal));
        Assert.Equal("d07", await sandbox.Items.Ids("WHERE c.pk = 'p7'"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Items_WithKeysOfEveryType_AreWhereTheSdkLooks(int partitions)
    {
        await using var sandbox = await Sandbox.Open(partitions: partitions);
        (PartitionKey Key, string Json)[] keys =
        [
            (new PartitionKey(1.5), "1.5"), (new PartitionKey(-20), "-20"),
            (new PartitionKey(true), "true"), (new PartitionKey(false), "false"), (PartitionKey.Null, "null"),
            (new PartitionKey("é 長い鍵 with more than sixteen bytes"), "\"é 長い鍵 with more than sixteen bytes\""),
        ];
        foreach (var (key, json) in keys)
            Assert.Equal(201, await StatusOf(sandbox.Items.CreateItemStreamAsync(Json($$"""{"id":"x","pk":{{json}}}"""), key)));
        Assert.Equal(201, await StatusOf(sandbox.Items.CreateItemStreamAsync(Json("""{"id":"x"}"""), PartitionKey.None)));
        var many = await sandbox.Items.ReadManyItemsAsync<JsonElement>([.. keys.Select(pair => ("x", pair.Key))]);
        Assert.Equal(6, many.Count);
        foreach (var (key, _) in keys)
        {
            using var pages = sandbox.Items.GetItemQueryIterator<JsonElement>(
                "SELECT * FROM c", requestOptions: new QueryRequestOptions { PartitionKey = key });
            Assert.Single(await pages.All());
        }
    }

    [Theory]
    [InlineData("SELECT * FROM c", null)]
    [InlineData("SELECT * FROM c ORDER BY c.balance", false)]
    [InlineData("SELECT * FROM c ORDER BY c.balance DESC", true)]
    public async Task Split_BetweenTwoPages_LosesAndRepeatsNothing(string sql, bool? isDescending)
    {
        await using var sandbox = await Filled(2);
        var seen = new List<string>();
        var continuation = await Page(sandbox, sql, null, seen);
        await sandbox.Server.Split("points", "items", "0");
        continuation = await Page(sandbox, sql, continuation, seen);
        await sandbox.Server.Split("points", "items", "1");
        while (continuation is not null)
            continuation = await Page(sandbox, sql, continuation, seen);
        Assert.Equal(["2", "3", "4", "5"], sandbox.Server.KeyRanges("points", "items"));
        Assert.Equal(Enumerable.Range(0, 40).Select(Id), seen.Order(StringComparer.Ordinal));
        var balances = seen.Select(id => Balance(int.Parse(id[1..]))).ToList();
        if (isDescending is { } descending)
            Assert.Equal(descending ? balances.OrderDescending() : balances.Order(), balances);
    }

    [Theory]
    [InlineData("SELECT VALUE c.due FROM c ORDER BY c.due")]
    [InlineData("SELECT VALUE c.due FROM c ORDER BY c.due DESC")]
    public async Task Splits_WhileOneQueryRuns_DisturbNoEqualValues(string sql)
    {
        await using var sandbox = await Filled(2);
        using var pages = sandbox.Items.GetItemQueryIterator<string>(sql, requestOptions: new QueryRequestOptions { MaxItemCount = 3 });
        var seen = new List<string>(await pages.ReadNextAsync());
        await sandbox.Server.Split("points", "items", "0");
        seen.AddRange(await pages.ReadNextAsync());
        await sandbox.Server.Split("points", "items", "1");
        seen.AddRange(await pages.All());
        string[] sorted = [.. Enumerable.Range(0, 40).Select(Due).Order(StringComparer.Ordinal)];
        Assert.Equal(sql.EndsWith("DESC", StringComparison.Ordinal) ? sorted.Reverse() : sorted, seen);
    }

    [Fact]
    public async Task Range_ThatWasSplit_IsGone_AndAClientGoesOn()
    {
        await using var sandbox = await Filled(2);
        var range = (await sandbox.Items.GetFeedRangesAsync())[0];
        await sandbox.Server.Split("points", "items", "0");
        using var http = new HttpClient(sandbox.Server.CreateHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1:8081/dbs/points/colls/items/docs");
        request.Headers.TryAddWithoutValidation("x-ms-documentdb-partitionkeyrangeid", "0");
        using var answer = await http.SendAsync(request);
        Assert.Equal((HttpStatusCode.Gone, "1002"), (answer.StatusCode, answer.Headers.GetValues("x-ms-substatus").Single()));
        Assert.Equal([40L], await sandbox.Items.Query<long>("SELECT VALUE COUNT(1) FROM c"));
        using var pages = sandbox.Items.GetItemQueryIterator<long>(range, new QueryDefinition("SELECT VALUE COUNT(1) FROM c"));
        Assert.InRange((await pages.All()).Single(), 1, 39);
    }

    [Fact]
    public async Task Ranges_SurviveARestart_AndNewContainersHaveWhatTheServerWasOpenedWith()
    {
        await using var sandbox = await Filled(4);
        await sandbox.Server.Split("points", "items", "0");
        await sandbox.Server.Merge("points", "items", "2", "3");
        await sandbox.Reopen(partitions: 2);
        await sandbox.Create("more");
        Assert.Equal(["4", "5", "1", "6"], sandbox.Server.KeyRanges("points", "items"));
        Assert.Equal(["0", "1"], sandbox.Server.KeyRanges("points", "more"));
        Assert.Equal([40L], await sandbox.Items.Query<long>("SELECT VALUE COUNT(1) FROM c"));
    }

    [Fact]
    public async Task Bulk_OverPartitions_AndASplit()
    {
        await using var sandbox = await Filled(2);
        var bulk = sandbox.NewClient(options => options.AllowBulkExecution = true).GetContainer("points", "items");
        for (var round = 0; round < 2; round++)
        {
            var statuses = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
                StatusOf(bulk.UpsertItemStreamAsync(Json($$"""{"id":"bulk{{round}}","pk":"p{{i}}"}"""), Key(i)))));
            Assert.All(statuses, status => Assert.Equal(201, status));
            await sandbox.Server.Split("points", "items", sandbox.Server.KeyRanges("points", "items")[0]);
        }
        Assert.Equal([120L], await sandbox.Items.Query<long>("SELECT VALUE COUNT(1) FROM c"));
    }
}
