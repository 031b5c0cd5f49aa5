using System.Diagnostics;
using Local.Cosmos;
using Microsoft.Azure.Cosmos;
using static Local.Tests.Cosmos.ContainerReading;

namespace Local.Tests.Cosmos;

public sealed class DurabilityTests
{
    private const string ChildFolder = "LOCAL_COSMOS_CHILD_FOLDER";

    [Fact]
    public async Task Acknowledged_BatchesSurviveKill9_AndNoHalfBatchDoes()
    {
        var folder = Directory.CreateTempSubdirectory("cosmos").FullName;
        using var child = StartChild(folder);
        var log = Path.Combine(folder, "acknowledged.log");
        var limit = TimeSpan.FromSeconds(120);
        await Patience.Until(
            () =>
            {
                Assert.False(child.HasExited, "The child ended by itself.");
                return new FileInfo(log) is { Exists: true, Length: >= 4000 };
            },
            limit);
        Assert.Throws<InvalidOperationException>(() => CosmosServer.Open(folder));
        child.Kill();
        await child.WaitForExitAsync().InTime(limit);
        // A line may be torn where the child died; what ends in a line feed was acknowledged.
        var text = await File.ReadAllTextAsync(log);
        var acknowledged = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);

        await using var server = CosmosServer.Open(folder);
        using var client = new CosmosClient(server.ConnectionString, Sandbox.Options(() => new HttpClient(server.CreateHandler())));
        var ids = (await client.GetContainer("points", "items").Query<string>("SELECT VALUE c.id FROM c")).ToHashSet(StringComparer.Ordinal);
        Assert.All(acknowledged, id => Assert.Contains($"{id}-a", ids));
        Assert.All(ids.Where(id => id.EndsWith("-a", StringComparison.Ordinal)), id => Assert.Contains($"{id[..^2]}-b", ids));
        Assert.Equal(0, ids.Count % 2);
    }

    /// <summary>Not a test: the process that the test above kills. It runs only when asked for by name.</summary>
    [Fact(Explicit = true)]
    public async Task Child_WritesUntilItIsKilled()
    {
        var folder = Environment.GetEnvironmentVariable(ChildFolder) ?? throw new InvalidOperationException($"{ChildFolder} is not set.");
        await using var server = CosmosServer.Open(folder);
        using var client = new CosmosClient(server.ConnectionString, Sandbox.Options(() => new HttpClient(server.CreateHandler())));
        Database database = await client.CreateDatabaseAsync("points");
        Container container = await database.CreateContainerAsync(new ContainerProperties("items", "/pk"));
        using var log = new FileStream(Path.Combine(folder, "acknowledged.log"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        using var gate = new SemaphoreSlim(1);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                using var batch = await container.CreateTransactionalBatch(P).CreateItem(Doc.Of($"{writer}-{i}-a")).CreateItem(Doc.Of($"{writer}-{i}-b")).ExecuteAsync();
                if (!batch.IsSuccessStatusCode)
                    throw new InvalidOperationException($"{batch.StatusCode}");
                await gate.WaitAsync();
                log.Write(System.Text.Encoding.UTF8.GetBytes($"{writer}-{i}\n"));
                log.Flush();
                gate.Release();
            }
        })));
    }

    [Fact]
    public async Task CopiedFiles_TakenWithoutClosing_HoldEveryAcknowledgedWrite()
    {
        await using var sandbox = await Sandbox.Open();
        for (var i = 0; i < 50; i++)
            await sandbox.Items.CreateItemAsync(Doc.Of($"d{i:00}"), P);
        var copy = Directory.CreateTempSubdirectory("cosmos").FullName;
        foreach (var name in (string[])["cosmos.db", "cosmos.db-wal"])
            File.Copy(Path.Combine(sandbox.Folder, name), Path.Combine(copy, name));
        await using var server = CosmosServer.Open(copy);
        using var client = new CosmosClient(server.ConnectionString, Sandbox.Options(() => new HttpClient(server.CreateHandler())));
        Assert.Equal([50L], await client.GetContainer("points", "items").Query<long>("SELECT VALUE COUNT(1) FROM c"));
    }

    [Fact]
    public async Task Restart_KeepsDatabasesContainersAndEtags()
    {
        await using var sandbox = await Sandbox.Open();
        var etag = (await sandbox.Items.CreateItemAsync(Doc.Of("a"), P)).ETag;
        await sandbox.Reopen();
        Assert.Equal(etag, (await sandbox.Items.ReadItemAsync<Doc>("a", P)).ETag);
        Assert.Equal(409, await StatusOf(sandbox.Items.CreateItemStreamAsync(Json("""{"id":"a","pk":"p"}"""), P)));
        Assert.NotEqual(etag, (await sandbox.Items.ReplaceItemAsync(Doc.Of("a"), "a", P)).ETag);
    }

    [Fact]
    public async Task SecondServer_OnTheSameFolder_IsRefused()
    {
        await using var sandbox = await Sandbox.Open();
        var error = Assert.Throws<InvalidOperationException>(() => CosmosServer.Open(sandbox.Folder));
        Assert.Contains(sandbox.Folder, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FullDisk_Is503_NothingIsAcknowledged_AndWritingGoesOnAfterwards()
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.CreateItemAsync(Doc.Of("before"), P);
        await sandbox.Server.Store.Writer.Run(connection => Pages(connection, 1), _ => { });
        var large = $$"""{"id":"large","pk":"p","x":"{{new string('x', 500_000)}}"}""";
        Assert.Equal(503, await StatusOf(sandbox.Items.CreateItemStreamAsync(Json(large), P)));
        Assert.Equal("before", await sandbox.Items.Ids("", "p"));
        await sandbox.Server.Store.Writer.Run(connection => Pages(connection, 1_000_000), _ => { });
        Assert.Equal(201, await StatusOf(sandbox.Items.CreateItemStreamAsync(Json(large), P)));
    }

    [Fact]
    public async Task Queries_WhileContainersComeAndGo_AreAnsweredOrFindNone()
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.CreateItemAsync(Doc.Of("a"), P);
        var changes = Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                var container = await sandbox.Create($"c{i}");
                await container.DeleteContainerAsync();
            }
        });
        do
        {
            Assert.Equal("a", await sandbox.Items.Ids("WHERE c.id = 'a'"));
            await sandbox.Items.UpsertItemAsync(Doc.Of("a"), P);
        }
        while (!changes.IsCompleted);
        await changes;
    }

    [Fact]
    public async Task FailingOperations_DoNotDisturbTheOthersOfTheirGroup()
    {
        await using var sandbox = await Sandbox.Open(define: properties => properties.UniqueKeyPolicy.UniqueKeys.Add(new UniqueKey { Paths = { "/kind" } }));
        await sandbox.Items.CreateItemAsync(Doc.Of("taken") with { Kind = "taken" }, P);
        // While the writer is held, everything below waits, and is then one group.
        using var held = new ManualResetEventSlim();
        var holding = sandbox.Server.Store.Writer.Run(_ => held.Wait(TimeSpan.FromSeconds(60)), _ => { });
        var statuses = Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            var batch = sandbox.Items.CreateTransactionalBatch(P).CreateItem(Doc.Of($"{i}-a") with { Kind = $"{i}-a" });
            batch = (i % 4) switch
            {
                0 => batch.CreateItem(Doc.Of($"{i}-b") with { Kind = $"{i}-b" }),
                1 => batch.CreateItem(Doc.Of("taken") with { Kind = $"{i}-b" }),
                2 => batch.CreateItem(Doc.Of($"{i}-b") with { Kind = "taken" }),
                _ => batch.ReplaceItem("none", Doc.Of("none") with { Kind = $"{i}-b" }),
            };
            using var response = await batch.ExecuteAsync();
            return (int)response.StatusCode;
        })).ToArray();
        held.Set();
        await holding;
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (i % 4) switch { 0 => 200, 1 or 2 => 409, _ => 404 }), await Task.WhenAll(statuses));
        Assert.Equal([21L], await sandbox.Items.Query<long>("SELECT VALUE COUNT(1) FROM c"));
    }

    private static int Pages(Local.Cosmos.Storage.Connection connection, int most)
    {
        connection.Execute($"PRAGMA max_page_count = {most}");
        return most;
    }

    private static Process StartChild(string folder)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Local.Tests"))
        {
            ArgumentList = { "-explicit", "only", "-method", $"{typeof(DurabilityTests).FullName}.{nameof(Child_WritesUntilItIsKilled)}" },
            Environment = { [ChildFolder] = folder },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        return Process.Start(start)!;
    }
}
