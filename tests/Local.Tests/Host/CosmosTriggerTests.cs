using Local.Clock;
using Local.Cosmos;
using Local.Host.Feed;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Local.Tests.Host;

public sealed class CosmosTriggerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("feed").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Change_IsDelivered_AsTypedItemsAndAsJson_ThroughTheMiddleware()
    {
        await using var app = await FeedApp.Start(folder, builder => builder.UseMiddleware<TimerStep>(), typeof(TypedFeed));

        await app.Write("kkr-1", 500);
        await app.Drain();

        Assert.Equal(["middleware", "kkr-1 has 500"], app.Get<Calls>().All);
    }

    [Fact]
    public async Task Changes_AreDeliveredToEveryFunction_InBatchesOfTheGivenSize()
    {
        await using var app = await FeedApp.Start(folder, _ => { }, typeof(JsonFeed), typeof(PairsFeed));

        foreach (var id in new[] { "1", "2", "3", "4", "5" })
            await app.Write(id);
        await app.Drain();

        Assert.Equal("1 2 3 4 5", string.Join(' ', Batches(app, "json")));
        Assert.Equal("1 2 3 4 5", string.Join(' ', Batches(app, "pairs")));
        Assert.All(Batches(app, "pairs"), batch => Assert.InRange(batch.Split(' ').Length, 1, 2));
    }

    [Fact]
    public async Task ADrain_WaitsForWhatOneFunctionWritesForAnother()
    {
        await using var app = await FeedApp.Start(folder, _ => { }, typeof(SecondFeed), typeof(FirstFeed));

        for (var i = 1; i <= 10; i++)
        {
            await app.Write($"{i}");
            await app.Drain();
            Assert.Equal(i, app.Get<Calls>().All.Count);
        }
    }

    [Fact]
    public async Task Function_ThatStartsFromNow_SeesNothingOlder_AndEverythingAfterTheStart()
    {
        // "Now" is a second to the SDK: what is older must be older than that.
        var anHourAgo = new TestClock();
        anHourAgo.Set(DateTimeOffset.UtcNow.AddHours(-1));
        await using (var server = CosmosServer.Open(folder, anHourAgo))
            await FeedApp.Seed(server, "old");

        await using var app = await FeedApp.Start(folder, _ => { }, typeof(FromNowFeed), typeof(JsonFeed));
        await app.Write("new");
        await app.Drain();

        Assert.Equal(["new"], Batches(app, "now"));
        Assert.Equal("old new", string.Join(' ', Batches(app, "json")));
    }

    [Fact]
    public async Task Restart_GoesOnWhereItWas_AtOnce()
    {
        await using (var first = await FeedApp.Start(folder, _ => { }, typeof(JsonFeed)))
        {
            await first.Write("1");
            await first.Drain();
        }

        await using var app = await FeedApp.Start(folder, _ => { }, typeof(JsonFeed));
        await app.Write("2");
        await app.Drain();

        Assert.Equal(["json 2"], app.Get<Calls>().All);
    }

    [Fact]
    public async Task Failure_WithARetryAttribute_KeepsTheBatch()
    {
        await using var app = await FeedApp.Start(folder, _ => { }, typeof(RetriedFeed));

        await app.Write("1");
        await app.Drain();

        Assert.Equal(["failed 1", "failed 1", "handled 1"], app.Get<Calls>().All);
    }

    [Fact]
    public async Task Failure_WithoutARetryAttribute_LosesTheBatch_AndSaysSo()
    {
        var log = new LogLines();
        await using var app = await FeedApp.Start(folder, builder => builder.Logging.AddProvider(log), typeof(LosingFeed));

        await app.Write("1");
        await app.Drain();
        await app.Write("2");
        await app.Drain();

        Assert.Equal(["failed 1", "handled 2"], app.Get<Calls>().All);
        Assert.Contains(log.Lines, line => line is (LogLevel.Error, "Function.Losing", "Losing failed"));
        Assert.Contains(log.Lines, line => line.Level == LogLevel.Warning && line.Text.Contains("lost its batch", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Drain_WaitsForARunningFunction()
    {
        var gate = new Gate();
        await using var app = await FeedApp.Start(folder, builder => builder.Services.AddSingleton(gate), typeof(GatedFeed));
        await app.Write("1");
        await gate.Entered.Task;

        var drain = app.Drain();
        // Other work gets done meanwhile, the drain does not.
        for (var i = 0; i < 20; i++)
            await app.Accounts().ReadItemAsync<Account>("1", new PartitionKey("a"));
        Assert.False(drain.IsCompleted);
        gate.Open.SetResult();
        await drain;

        Assert.Equal(["1"], app.Get<Calls>().All);
    }

    [Fact]
    public async Task Drain_NeverReturnsBeforeTheChangeWrittenJustBefore()
    {
        await using var app = await FeedApp.Start(folder, _ => { }, typeof(JsonFeed), typeof(FromNowFeed));

        for (var i = 0; i < 20; i++)
        {
            await app.Write(i.ToString());
            await app.Drain();
            Assert.Equal(i.ToString(), Batches(app, "json")[^1]);
            Assert.Equal(i.ToString(), Batches(app, "now")[^1]);
        }
    }

    [Fact]
    public async Task Start_DoesNotWaitForTheBacklog()
    {
        await using (var server = CosmosServer.Open(folder))
            await FeedApp.Seed(server, "1");
        var gate = new Gate();

        await using var app = await FeedApp.Start(folder, builder => builder.Services.AddSingleton(gate), typeof(GatedFeed));

        Assert.Empty(app.Get<Calls>().All);
        gate.Open.SetResult();
        await app.Drain();
        Assert.Equal(["1"], app.Get<Calls>().All);
    }

    [Fact]
    public async Task Stop_EndsARunThatRetriesForEver_AndTheNextStartDeliversItsBatchAgain()
    {
        await using (var first = await FeedApp.Start(folder, _ => { }, typeof(HopelessFeed)))
        {
            await first.Write("1");
            Assert.Equal("hopeless 1", await first.Get<Calls>().Next());
        }

        await using var app = await FeedApp.Start(folder, _ => { }, typeof(HopelessFeed));

        Assert.Equal("hopeless 1", await app.Get<Calls>().Next());
    }

    [Fact]
    public async Task Stop_TakesNoLongerThanTheHostHas_AndIsNoError()
    {
        var gate = new Gate();
        await using var app = await FeedApp.Start(folder, builder => builder.Services.AddSingleton(gate), typeof(GatedFeed));
        await app.Write("1");
        await gate.Entered.Task;

        await app.Get<FeedFunctions>().StopAsync(new CancellationToken(canceled: true));

        Assert.Empty(app.Get<Calls>().All);
        gate.Open.SetResult();
    }

    [Fact]
    public async Task Drain_WithNothingToDrain_IsDone()
    {
        await using var app = await FeedApp.Start(folder, _ => { });

        await app.Drain();
    }

    [Fact]
    public async Task Container_MadeAfterTheStart_IsReadThen()
    {
        await using var app = await FeedApp.Start(folder, builder => builder.Configuration["Where"] = "later", typeof(LateFeed));
        await app.Drain();

        var later = (await app.Get<CosmosClient>().GetDatabase("points").CreateContainerAsync("later", "/accountId")).Container;
        await later.CreateItemAsync(new Account("1", "a", 0));
        await app.Drain();

        Assert.Equal(["1"], app.Get<Calls>().All);
    }

    [Fact]
    public async Task TwoFunctions_WithTheSameLeases_DoNotStart()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => FeedApp.Start(folder, _ => { }, typeof(JsonFeed), typeof(SameLeasesFeed)));

        Assert.Contains("LeaseContainerPrefix", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_IsTheApps_AndASettingReplacesIt()
    {
        await using var app = await FeedApp.Start(folder, _ => { });
        await using var other = await TestApp.Start(_ => { });

        Assert.NotNull(app.Services.GetService<CosmosServer>());
        Assert.Contains(CosmosServer.Key, app.Get<IConfiguration>()["Cosmos:ConnectionString"], StringComparison.Ordinal);
        Assert.Null(other.Services.GetService<CosmosServer>());
    }

    [Fact]
    public async Task Port_ThatIsTaken_IsAWarning()
    {
        var log = new LogLines();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        await using var app = await FeedApp.Start(
            folder,
            builder =>
            {
                builder.Configuration["COSMOS_PORT"] = port.ToString();
                builder.Configuration["Cosmos:ConnectionString"] = $"AccountEndpoint=http://127.0.0.1:{port}/;AccountKey={CosmosServer.Key}";
                builder.Logging.AddProvider(log);
            });
        await app.Write("1");

        Assert.Contains(log.Lines, line => line.Level == LogLevel.Warning && line.Text.Contains("COSMOS_PORT", StringComparison.Ordinal));
    }

    private static string[] Batches(TestApp app, string function) =>
        [.. app.Get<Calls>().All.Where(call => call.StartsWith($"{function} ", StringComparison.Ordinal)).Select(call => call[(function.Length + 1)..])];
}
