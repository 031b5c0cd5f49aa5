using System.Net;
using System.Text.Json;
using Local.Cosmos.Partitions;
using Local.Cosmos.Protocol;
using Microsoft.Azure.Cosmos;
using static Local.Tests.Cosmos.ContainerReading;

namespace Local.Tests.Cosmos;

/// <summary>Forty items, each with a partition key of its own, over several physical partitions: what the SDK merges is what one partition would answer.</summary>
public sealed class PartitionTests
{
    [Theory]
    [InlineData("st1", "3D48BB14DA9D090D22112C96695028B6")]
    public void Hash_IsTheOneOfCosmos(string key, string hash) => Assert.Equal(hash, EffectiveKey.Of(System.Text.Encoding.UTF8.GetBytes(key), 1));

    [Fact]
    public void Ranges_HoldEveryKeyOnce_AndAGoneIdNeverComesAgain()
    {
        var four = RangeMap.Even(4);
        Assert.Equal(
            ["-10000000000000000000000000000000", "10000000000000000000000000000000-20000000000000000000000000000000", "20000000000000000000000000000000-30000000000000000000000000000000", "30000000000000000000000000000000-FF"],
            four.Ranges.Select(range => $"{range.Keys.Low}-{range.Keys.High}"));
        var split = four.Split("3");
        Assert.Equal(["30000000000000000000000000000000-38000000000000000000000000000000 3", "38000000000000000000000000000000-FF 3"],
            split.Ranges.Skip(3).Select(range => $"{range.Keys.Low}-{range.Keys.High} {string.Join(' ', range.Parents)}"));
        var merged = split.Merge("4", "5");
        Assert.Equal("30000000000000000000000000000000-FF 6: 3 4 5", merged.Ranges.Skip(3).Select(range => $"{range.Keys.Low}-{range.Keys.High} {range.Id}: {string.Join(' ', range.Parents)}").Single());
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
            (new PartitionKey(1.5), "1.5"), (new PartitionKey(-20), "-20"), (new PartitionKey(true), "true"), (new PartitionKey(false), "false"),
            (PartitionKey.Null, "null"), (new PartitionKey("é 長い鍵 with more than sixteen bytes"), "\"é 長い鍵 with more than sixteen bytes\""),
        ];
        foreach (var (key, json) in keys)
            Assert.Equal(201, await StatusOf(sandbox.Items.CreateItemStreamAsync(Json($$"""{"id":"x","pk":{{json}}}"""), key)));
        Assert.Equal(201, await StatusOf(sandbox.Items.CreateItemStreamAsync(Json("""{"id":"x"}"""), PartitionKey.None)));
        var many = await sandbox.Items.ReadManyItemsAsync<JsonElement>([.. keys.Select(pair => ("x", pair.Key))]);
        Assert.Equal(6, many.Count);
        foreach (var (key, _) in keys)
        {
            using var pages = sandbox.Items.GetItemQueryIterator<JsonElement>("SELECT * FROM c", requestOptions: new QueryRequestOptions { PartitionKey = key });
            Assert.Single(await pages.All());
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task OrderBy_OverPartitions_IsOneOrder(int partitions)
    {
        await using var sandbox = await Filled(partitions);
        var sorted = Enumerable.Range(0, 40).Select(i => (long)i).ToList();
        foreach (var max in (int[])[-1, 3])
        {
            Assert.Equal(sorted, await sandbox.Items.Query<long>("SELECT VALUE c.balance FROM c ORDER BY c.balance", max: max));
            Assert.Equal(sorted.AsEnumerable().Reverse(), await sandbox.Items.Query<long>("SELECT VALUE c.balance FROM c ORDER BY c.balance DESC", max: max));
            Assert.Equal([5L, 6, 7, 8, 9, 10, 11], await sandbox.Items.Query<long>("SELECT VALUE c.balance FROM c ORDER BY c.balance OFFSET 5 LIMIT 7", max: max));
            Assert.Equal([0L, 1, 2], await sandbox.Items.Query<long>("SELECT TOP 3 VALUE c.balance FROM c ORDER BY c.balance", max: max));
            Assert.Equal([20L, 21, 22], await sandbox.Items.Query<long>("SELECT VALUE c.balance FROM c WHERE c.balance >= 20 AND c.balance < 23 ORDER BY c.balance", max: max));
        }
        Assert.Equal("d23 d06 d29", await sandbox.Items.Ids("WHERE c.balance IN (1, 2, 3) ORDER BY c.balance"));
        var composite = await sandbox.Items.Query<JsonElement>("SELECT c.kind, c.balance FROM c ORDER BY c.kind, c.balance DESC");
        Assert.Equal(
            Enumerable.Range(0, 40).GroupBy(i => i % 3).SelectMany(group => group.Select(Balance).OrderDescending().Select(balance => $"k{group.Key} {balance}")),
            composite.Select(row => $"{row.GetProperty("kind").GetString()} {row.GetProperty("balance").GetInt64()}"));
    }

    [Theory]
    [InlineData("SELECT VALUE COUNT(1) FROM c", "[40]")]
    [InlineData("SELECT VALUE COUNT(1) FROM c WHERE c.balance < 0", "[0]")]
    [InlineData("SELECT VALUE SUM(c.balance) FROM c", "[780]")]
    [InlineData("SELECT VALUE MIN(c.balance) FROM c", "[0]")]
    [InlineData("SELECT VALUE MAX(c.balance) FROM c", "[39]")]
    [InlineData("SELECT VALUE MIN(c.balance) FROM c WHERE c.pk = 'p9'", "[23]")]
    [InlineData("SELECT VALUE MAX(c.balance) FROM c WHERE c.balance < 0", "[]")]
    [InlineData("SELECT VALUE AVG(c.balance) FROM c", "[19.5]")]
    [InlineData("SELECT COUNT(1) AS n, SUM(c.balance) AS s, MAX(c.due) AS last FROM c", """[{"n":40,"s":780,"last":"2026-04"}]""")]
    [InlineData("SELECT c.kind, COUNT(1) AS n, SUM(c.balance) AS s FROM c GROUP BY c.kind", """[{"kind":"k0","n":14,"s":231},{"kind":"k1","n":13,"s":289},{"kind":"k2","n":13,"s":260}]""")]
    [InlineData("SELECT c.kind, AVG(c.balance) AS a, MIN(c.balance) AS least FROM c WHERE c.kind != 'k0' GROUP BY c.kind", """[{"kind":"k1","a":22.23076923076923,"least":7},{"kind":"k2","a":20,"least":1}]""")]
    [InlineData("SELECT VALUE COUNT(1) FROM c GROUP BY c.kind", "[13,13,14]")]
    [InlineData("SELECT DISTINCT VALUE c.kind FROM c", """["k0","k1","k2"]""")]
    [InlineData("SELECT DISTINCT c.kind, c.due FROM c WHERE c.balance < 3", """[{"kind":"k0","due":"2026-01"},{"kind":"k0","due":"2026-03"},{"kind":"k2","due":"2026-04"}]""")]
    [InlineData("SELECT DISTINCT VALUE c.due FROM c ORDER BY c.due", """["2026-01","2026-02","2026-03","2026-04"]""")]
    [InlineData("SELECT VALUE c.balance FROM c WHERE c.balance < 5", "[0,1,2,3,4]")]
    public async Task Aggregates_GroupsAndDistinct_AreMerged(string sql, string rows)
    {
        foreach (var partitions in (int[])[1, 2, 4])
        {
            await using var sandbox = await Filled(partitions);
            var answer = (await sandbox.Items.Query<JsonElement>(sql)).Select(row => row.GetRawText());
            Assert.Equal(rows, $"[{string.Join(',', answer.Order(StringComparer.Ordinal))}]");
        }
    }

    [Theory]
    [InlineData("SELECT * FROM c")]
    [InlineData("SELECT * FROM c WHERE c.balance >= 0")]
    [InlineData("SELECT * FROM c ORDER BY c.balance")]
    [InlineData("SELECT * FROM c ORDER BY c.due DESC")]
    [InlineData("SELECT * FROM c ORDER BY c.kind DESC, c.balance")]
    [InlineData("SELECT * FROM c OFFSET 0 LIMIT 1000")]
    public async Task Pages_ByContinuation_HoldEveryItemOnce(string sql)
    {
        foreach (var partitions in (int[])[2, 4])
        {
            await using var sandbox = await Filled(partitions);
            var seen = new List<string>();
            string? continuation = null;
            do
            {
                continuation = await Page(sandbox, sql, continuation, seen);
                Assert.InRange(seen.Count, 1, 40);
            }
            while (continuation is not null);
            Assert.Equal(Enumerable.Range(0, 40).Select(Id), seen.Order(StringComparer.Ordinal));
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
            var statuses = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => StatusOf(bulk.UpsertItemStreamAsync(Json($$"""{"id":"bulk{{round}}","pk":"p{{i}}"}"""), Key(i)))));
            Assert.All(statuses, status => Assert.Equal(201, status));
            await sandbox.Server.Split("points", "items", sandbox.Server.KeyRanges("points", "items")[0]);
        }
        Assert.Equal([120L], await sandbox.Items.Query<long>("SELECT VALUE COUNT(1) FROM c"));
    }

    internal static async Task<Sandbox> Filled(int partitions)
    {
        var sandbox = await Sandbox.Open(partitions: partitions, define: properties =>
        {
            foreach (var path in (string[])["/balance/?", "/due/?", "/kind/?"])
                properties.IndexingPolicy.IncludedPaths.Add(new IncludedPath { Path = path });
            properties.IndexingPolicy.ExcludedPaths.Add(new ExcludedPath { Path = "/*" });
            properties.IndexingPolicy.CompositeIndexes.Add(
            [
                new CompositePath { Path = "/kind", Order = CompositePathSortOrder.Ascending },
                new CompositePath { Path = "/balance", Order = CompositePathSortOrder.Descending },
            ]);
        });
        for (var i = 0; i < 40; i++)
            await sandbox.Items.CreateItemAsync(Doc.Of(Id(i), $"p{i}", Balance(i)) with { Kind = $"k{i % 3}", Due = Due(i) }, Key(i));
        return sandbox;
    }

    private static async Task<string?> Page(Sandbox sandbox, string sql, string? continuation, List<string> seen)
    {
        using var pages = sandbox.Items.GetItemQueryIterator<Doc>(sql, continuation, new QueryRequestOptions { MaxItemCount = 3 });
        var page = await pages.ReadNextAsync();
        seen.AddRange(page.Select(doc => doc.Id));
        return page.ContinuationToken;
    }

    private static string Id(int i) => $"d{i:00}";

    private static long Balance(int i) => i * 7 % 40;

    private static string Due(int i) => $"2026-0{(i % 4) + 1}";

    private static PartitionKey Key(int i) => new($"p{i}");
}
