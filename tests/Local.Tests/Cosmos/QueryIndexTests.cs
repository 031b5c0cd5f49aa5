using Local.Cosmos.Queries;
using Local.Cosmos.Storage;
using Microsoft.Azure.Cosmos;
using static Local.Tests.Cosmos.ContainerReading;

namespace Local.Tests.Cosmos;

/// <summary>A sweep must read what is due, not what exists: which way a query takes is part of the contract.</summary>
public sealed class QueryIndexTests : IAsyncLifetime
{
    private static readonly Dictionary<string, Value> Parameters = new(StringComparer.Ordinal) { ["@now"] = Value.Of("2026-04-01") };
    private Sandbox sandbox = null!;

    public async ValueTask InitializeAsync() => sandbox = await Sandbox.Open(define: properties =>
    {
        properties.IndexingPolicy.IncludedPaths.Add(new IncludedPath { Path = "/due/?" });
        properties.IndexingPolicy.IncludedPaths.Add(new IncludedPath { Path = "/balance/?" });
        properties.IndexingPolicy.ExcludedPaths.Add(new ExcludedPath { Path = "/*" });
    });

    public ValueTask DisposeAsync() => sandbox.DisposeAsync();

    [Theory]
    [InlineData("c.due <= @now", 0)]
    [InlineData("c.kind = 'account' AND c.due <= @now AND c.x = 1", 0)]
    [InlineData("c.due > '2026' AND c.balance = 5", 1)]
    [InlineData("c.due BETWEEN '2026' AND '2027' AND c.balance > 5", 0)]
    public void Ranges_OfIndexedPaths_AreSearchedInTheIndex(string where, int index) =>
        Assert.Equal(index, Assert.IsType<IndexAccess>(Access(where)).Index);

    [Theory]
    [InlineData("c.kind = 'account'")]
    [InlineData("c.due <= @now OR c.kind = 'x'")]
    [InlineData("NOT (c.due <= @now)")]
    public void Others_ReadAll(string where) => Assert.IsType<FullAccess>(Access(where));

    [Theory]
    [InlineData("c.pk = 'p'", 1)]
    [InlineData("c.pk IN ('p', 'q', 'p') AND c.due > @now", 2)]
    [InlineData("(c.id = 'a' AND c.pk = 'p') OR (c.id = 'b' AND c['pk'] = 'r')", 2)]
    public void PartitionKeys_InTheCondition_AreReadAlone(string where, int keys) => Assert.Equal(keys, Assert.IsType<KeyAccess>(Access(where)).Keys.Count);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Index_IsSearchedAndNotSorted(bool isDescending, bool isResumed)
    {
        var access = (IndexAccess)Access("c.due <= @now") with { IsDescending = isDescending };
        using var connection = Connection.Open(Path.Combine(sandbox.Folder, "cosmos.db"));
        using var plan = connection.Prepare("EXPLAIN QUERY PLAN " + Scan.IndexSql(Container, access, isResumed));
        var lines = new List<string>();
        while (plan.Step())
            lines.Add(plan.Text(3));
        var line = Assert.Single(lines);
        Assert.StartsWith("SEARCH docs_1 USING INDEX docs_1_v0 (", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Index_HoldsOnlyItemsWithTheProperty_AndFollowsTheirChanges()
    {
        await sandbox.Items.Put("""{"id":"a","pk":"p","due":"2026-03-01"}""");
        await sandbox.Items.Put("""{"id":"b","pk":"p","due":null}""");
        await sandbox.Items.Put("""{"id":"c","pk":"p","due":5}""");
        await sandbox.Items.Put("""{"id":"d","pk":"p"}""");
        await sandbox.Items.Put("""{"id":"e","pk":"p","due":"2026-02-01"}""");
        Assert.Equal("e a", await sandbox.Items.Ids("WHERE c.due <= '2026-04-01' ORDER BY c.due"));
        Assert.Equal("c", await sandbox.Items.Ids("WHERE c.due <= 7"));
        Assert.Equal("b", await sandbox.Items.Ids("WHERE c.due = null"));
        await sandbox.Items.Put("""{"id":"e","pk":"p","due":"2026-09-01"}""");
        await sandbox.Items.PatchItemAsync<Doc>("a", P, [PatchOperation.Remove("/due")]);
        Assert.Equal("", await sandbox.Items.Ids("WHERE c.due <= '2026-04-01'"));
        Assert.Equal("e", await sandbox.Items.Ids("WHERE c.due >= '2026'"));
    }

    private Local.Cosmos.Storage.Container Container => sandbox.Server.Store.Catalog.Container("dbs/points/colls/items")!;

    private AccessPath Access(string where) => AccessPath.Choose(QueryParser.Parse($"SELECT * FROM c WHERE {where}", Parameters), Container, null);
}
