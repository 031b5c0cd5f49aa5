using System.Net;
using System.Text.Json;
using Microsoft.Azure.Cosmos;
using static Local.Tests.Cosmos.ContainerReading;

namespace Local.Tests.Cosmos;

/// <summary>What Azure refuses is refused here, in words that say what to do.</summary>
public sealed class QueryRulesTests : IAsyncLifetime
{
    private Sandbox sandbox = null!;

    public async ValueTask InitializeAsync() => sandbox = await Sandbox.Open(define: properties =>
    {
        var policy = properties.IndexingPolicy;
        policy.IncludedPaths.Add(new IncludedPath { Path = "/due/?" });
        policy.IncludedPaths.Add(new IncludedPath { Path = "/place/*" });
        policy.ExcludedPaths.Add(new ExcludedPath { Path = "/place/room/?" });
        policy.ExcludedPaths.Add(new ExcludedPath { Path = "/*" });
        policy.CompositeIndexes.Add(
        [
            new CompositePath { Path = "/kind", Order = CompositePathSortOrder.Ascending },
            new CompositePath { Path = "/balance", Order = CompositePathSortOrder.Descending },
        ]);
    });

    public ValueTask DisposeAsync() => sandbox.DisposeAsync();

    [Theory]
    [InlineData("ORDER BY c.balance", "include /balance/? in the container's indexing policy")]
    [InlineData("WHERE c.balance = 1 ORDER BY c.balance", "include /balance/? in the container's indexing policy")]
    [InlineData("ORDER BY c.place.room", "include /place/room/? in the container's indexing policy")]
    [InlineData("ORDER BY c._etag", "include /_etag/? in the container's indexing policy")]
    [InlineData("ORDER BY c.due, c.balance", "add [/due ascending, /balance ascending] to the container's indexing policy")]
    [InlineData("ORDER BY c.kind, c.balance", "add [/kind ascending, /balance ascending] to the container's indexing policy")]
    [InlineData(
        "WHERE c.kind = 'x' ORDER BY c.balance DESC, c.kind",
        "add [/balance descending, /kind ascending] to the container's indexing policy")]
    [InlineData("ORDER BY c.kind, c.balance DESC, c.due", "composite index")]
    [InlineData("ORDER BY c.balance + 1", "is not a path of the item")]
    [InlineData("ORDER BY COUNT(1)", "COUNT belongs into SELECT")]
    public async Task OrderBy_WithoutItsIndex_Is400(string clause, string says)
    {
        await AssertRefused($"SELECT * FROM c {clause}", says, "p");
        await AssertRefused($"SELECT * FROM c {clause}", says, null);
    }

    [Theory]
    [InlineData("ORDER BY c.due DESC")]
    [InlineData("ORDER BY c.place.floor")]
    [InlineData("ORDER BY c.id")]
    [InlineData("ORDER BY c._ts DESC")]
    [InlineData("ORDER BY c.kind, c.balance DESC")]
    [InlineData("ORDER BY c.kind DESC, c.balance")]
    public async Task OrderBy_WithItsIndex_Works(string clause)
    {
        await sandbox.Items.CreateItemAsync(Doc.Of("a"), P);
        Assert.Equal("a", await sandbox.Items.Ids(clause));
    }

    [Theory]
    [InlineData("SELECT c.kind, COUNT(1) AS n FROM c", "c[\"kind\"] is invalid in SELECT")]
    [InlineData("SELECT c.kind, c.due, COUNT(1) AS n FROM c GROUP BY c.kind", "c[\"due\"] is invalid in SELECT")]
    [InlineData("SELECT VALUE {'k': LOWER(c.kind), 'n': COUNT(1)} FROM c GROUP BY c.due", "c[\"kind\"] is invalid in SELECT")]
    [InlineData("SELECT * FROM c GROUP BY c.kind", "SELECT * is not possible with GROUP BY")]
    [InlineData("SELECT VALUE COUNT(1) + 1 FROM c", "Compositions of aggregates and other expressions are not allowed")]
    [InlineData("SELECT VALUE SUM(COUNT(1)) FROM c", "An aggregate cannot be an argument of an aggregate")]
    [InlineData("SELECT * FROM c WHERE COUNT(1) > 1", "An aggregate function cannot be used in WHERE")]
    [InlineData("SELECT VALUE 1 FROM c GROUP BY MAX(c.kind)", "An aggregate function cannot be used in GROUP BY")]
    [InlineData("SELECT TOP 2 * FROM c OFFSET 1 LIMIT 1", "TOP cannot be used with OFFSET and LIMIT")]
    [InlineData("SELECT c.id", "add FROM c")]
    [InlineData("SELECT VALUE ROUND(c.balance) FROM c", "The function ROUND is not supported by this server")]
    public async Task Select_ThatAzureRefuses_Is400(string sql, string says) => await AssertRefused(sql, says, "p");

    [Theory]
    [InlineData("SELECT LOWER(c.kind) AS k, COUNT(1) AS n FROM c GROUP BY LOWER(c.kind)", """[{"k":"x","n":1}]""")]
    [InlineData("SELECT c['kind'], MAX(c.balance) AS most FROM c GROUP BY c.kind", """[{"kind":"X","most":7}]""")]
    public async Task Select_OfGroupTermsInAnyForm_Works(string sql, string rows)
    {
        await sandbox.Items.CreateItemAsync(Doc.Of("a", balance: 7) with { Kind = "X" }, P);
        Assert.Equal(rows, JsonSerializer.Serialize(await sandbox.Items.Query<JsonElement>(sql, "p")));
    }

    [Fact]
    public async Task Continuation_OfAnotherQuery_Is400()
    {
        for (var i = 0; i < 5; i++)
            await sandbox.Items.CreateItemAsync(Doc.Of($"d{i}", balance: i), P);
        var token = (await Page("SELECT * FROM c WHERE c.balance > 0", null)).ContinuationToken;

        var error = await Assert.ThrowsAsync<CosmosException>(() => Page("SELECT * FROM c WHERE c.balance > 1", token));

        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
        Assert.Contains("The continuation token is of another query", error.Message, StringComparison.Ordinal);
        Assert.Equal(["d3", "d4"], (await Page("SELECT * FROM c WHERE c.balance > 0", token)).Select(doc => doc.Id));
    }

    private async Task<FeedResponse<Doc>> Page(string sql, string? continuation)
    {
        using var pages = sandbox.Items.GetItemQueryIterator<Doc>(
            sql, continuation, new QueryRequestOptions { PartitionKey = P, MaxItemCount = 2 });
        return await pages.ReadNextAsync();
    }

    private async Task AssertRefused(string sql, string says, string? pk)
    {
        var error = await Assert.ThrowsAsync<CosmosException>(() => sandbox.Items.Query<JsonElement>(sql, pk));
        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
        var message = error.Message.Replace("\\u0022", "\"", StringComparison.Ordinal)
            .Replace("\\u0027", "'", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal);
        Assert.Contains(says, message, StringComparison.Ordinal);
    }
}
