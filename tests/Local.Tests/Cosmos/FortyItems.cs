using Microsoft.Azure.Cosmos;

namespace Local.Tests.Cosmos;

/// <summary>Forty items, each with a partition key of its own, over as many physical partitions as a test asks for.</summary>
internal static class FortyItems
{
    public static async Task<Sandbox> Filled(int partitions)
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

    public static async Task<string?> Page(Sandbox sandbox, string sql, string? continuation, List<string> seen)
    {
        using var pages = sandbox.Items.GetItemQueryIterator<Doc>(sql, continuation, new QueryRequestOptions { MaxItemCount = 3 });
        var page = await pages.ReadNextAsync();
        seen.AddRange(page.Select(doc => doc.Id));
        return page.ContinuationToken;
    }

    public static string Id(int i) => $"d{i:00}";

    public static long Balance(int i) => i * 7 % 40;

    public static string Due(int i) => $"2026-0{(i % 4) + 1}";

    public static PartitionKey Key(int i) => new($"p{i}");
}
