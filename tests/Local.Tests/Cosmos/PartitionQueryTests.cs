using System.Text.Json;
using static Local.Tests.Cosmos.FortyItems;

namespace Local.Tests.Cosmos;

/// <summary>Queries over several physical partitions: what the SDK merges is what one partition would answer.</summary>
public sealed class PartitionQueryTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task OrderBy_OverPartitions_IsOneOrder(int partitions)
    {
        await using var sandbox = await Filled(partitions);
        var sorted = Enumerable.Range(0, 40).Select(i => (long)i).ToList();
        foreach (var max in (int[])[-1, 3])
        {
            Task<List<long>> Query(string sql) => sandbox.Items.Query<long>(sql, max: max);
            Assert.Equal(sorted, await Query("SELECT VALUE c.balance FROM c ORDER BY c.balance"));
            Assert.Equal(sorted.AsEnumerable().Reverse(), await Query("SELECT VALUE c.balance FROM c ORDER BY c.balance DESC"));
            Assert.Equal([5L, 6, 7, 8, 9, 10, 11], await Query("SELECT VALUE c.balance FROM c ORDER BY c.balance OFFSET 5 LIMIT 7"));
            Assert.Equal([0L, 1, 2], await Query("SELECT TOP 3 VALUE c.balance FROM c ORDER BY c.balance"));
            Assert.Equal(
                [20L, 21, 22],
                await Query("SELECT VALUE c.balance FROM c WHERE c.balance >= 20 AND c.balance < 23 ORDER BY c.balance"));
        }
        Assert.Equal("d23 d06 d29", await sandbox.Items.Ids("WHERE c.balance IN (1, 2, 3) ORDER BY c.balance"));
        var composite = await sandbox.Items.Query<JsonElement>("SELECT c.kind, c.balance FROM c ORDER BY c.kind, c.balance DESC");
        Assert.Equal(
            Enumerable.Range(0, 40).GroupBy(i => i % 3).SelectMany(group =>
                group.Select(Balance).OrderDescending().Select(balance => $"k{group.Key} {balance}")),
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
    [InlineData(
        "SELECT c.kind, COUNT(1) AS n, SUM(c.balance) AS s FROM c GROUP BY c.kind",
        """[{"kind":"k0","n":14,"s":231},{"kind":"k1","n":13,"s":289},{"kind":"k2","n":13,"s":260}]""")]
    [InlineData(
        "SELECT c.kind, AVG(c.balance) AS a, MIN(c.balance) AS least FROM c WHERE c.kind != 'k0' GROUP BY c.kind",
        """[{"kind":"k1","a":22.23076923076923,"least":7},{"kind":"k2","a":20,"least":1}]""")]
    [InlineData("SELECT VALUE COUNT(1) FROM c GROUP BY c.kind", "[13,13,14]")]
    [InlineData("SELECT DISTINCT VALUE c.kind FROM c", """["k0","k1","k2"]""")]
    [InlineData(
        "SELECT DISTINCT c.kind, c.due FROM c WHERE c.balance < 3",
        """[{"kind":"k0","due":"2026-01"},{"kind":"k0","due":"2026-03"},{"kind":"k2","due":"2026-04"}]""")]
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
}
