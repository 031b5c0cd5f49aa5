using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Local.Clock;
using Local.Cosmos;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
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
        await using var app = await FeedApp.Start(folder, builder => builder.UseMiddleware<Noted>(), typeof(TypedFeed));

        await app.Write("kkr-1", 500);
        await app.Drain();

        Assert.Equal(["middleware", "kkr-1 has 500"], app.Calls.All);
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
            Assert.Equal(i, app.Calls.All.Count);
        }
    }

    [Fact]
    public async Task Function_ThatStartsFromNow_SeesNothingOlder_AndEverythingAfterTheStart()
    {
        // "Now" is a second to the SDK: what is older must be older than that.
        var anHourAgo = new TestClock();
        anHourAgo.Set(TimeProvider.System.GetUtcNow().AddHours(-1));
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

        Assert.Equal(["json 2"], app.Calls.All);
    }

    [Fact]
    public async Task Failure_WithARetryAttribute_KeepsTheBatch()
    {
        await using var app = await FeedApp.Start(folder, _ => { }, typeof(RetriedFeed));

        await app.Write("1");
        await app.Drain();

        Assert.Equal(["failed 1", "failed 1", "handled 1"], app.Calls.All);
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

        Assert.Equal(["failed 1", "handled 2"], app.Calls.All);
        Assert.Contains(log.Lines, line => line is (LogLevel.Error, "Function.Losing", _) && line.Text.Contains("and gone", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.Level == LogLevel.Warning && line.Text.Contains("lost its batch", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Drain_WaitsForARunningFunction()
    {
        var gate = new Gate();
        await using var app = await FeedApp.Start(folder, builder => builder.Services.AddSingleton(gate), typeof(GatedFeed));
        await app.Write("1");
        await gate.Entered.Task.InTime();

        var drain = app.Drain();
        // Other work gets done meanwhile, the drain does not.
        for (var i = 0; i < 20; i++)
            await app.Accounts().ReadItemAsync<Account>("1", new PartitionKey("a"));
        Assert.False(drain.IsCompleted);
        gate.Open.SetResult();
        await drain;

        Assert.Equal(["1"], app.Calls.All);
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

        Assert.Empty(app.Calls.All);
        gate.Open.SetResult();
        await app.Drain();
        Assert.Equal(["1"], app.Calls.All);
    }

    [Fact]
    public async Task Stop_EndsARunThatRetriesForEver_AndTheNextStartDeliversItsBatchAgain()
    {
        await using (var first = await FeedApp.Start(folder, _ => { }, typeof(HopelessFeed)))
        {
            await first.Write("1");
            Assert.Equal("hopeless 1", await first.Calls.Next());
        }

        await using var app = await FeedApp.Start(folder, _ => { }, typeof(HopelessFeed));

        Assert.Equal("hopeless 1", await app.Calls.Next());
    }

    [Fact]
    public async Task Drain_WithNothingToDrain_IsDone()
    {
        await using var app = await FeedApp.Start(folder, _ => { });

        await app.Drain();
    }

    [Fact]
    public async Task WithLocalFeedsFalse_NoFeedIsRead_AndADrainAnswers409()
    {
        await using var app = await FeedApp.Start(folder, builder => builder.Configuration["Local:Feeds"] = "false", typeof(TypedFeed));
        await app.Write("1");

        using var answer = await app.Client.PostAsync("/api/local/feed/drain", null);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(
            "Nobody reads the change feeds: Local:Feeds is false.", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
        Assert.Empty(app.Calls.All);
        Assert.Empty(await app.Get<CosmosClient>().GetContainer("points", "leases").GetItemQueryIterator<object>("SELECT * FROM c").ReadNextAsync());
    }

    [Fact]
    public async Task Container_MadeAfterTheStart_IsReadThen()
    {
        await using var app = await FeedApp.Start(folder, builder => builder.Configuration["Where"] = "later", typeof(LateFeed));
        await app.Drain();

        var later = (await app.Get<CosmosClient>().GetDatabase("points").CreateContainerAsync("later", "/accountId")).Container;
        await later.CreateItemAsync(new Account("1", "a", 0));
        await app.Drain();

        Assert.Equal(["1"], app.Calls.All);
    }

    [Fact]
    public async Task TwoFunctions_WithTheSameLeases_DoNotStart()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => FeedApp.Start(folder, _ => { }, typeof(JsonFeed), typeof(SameLeasesFeed)));

        Assert.Equal(
            "Json and SameLeases both read points/accounts with leases in points/leases and prefix 'json': give each a LeaseContainerPrefix of its own.",
            refused.Message);
    }

    private static string[] Batches(TestApp app, string function) =>
        [.. app.Calls.All.Where(call => call.StartsWith($"{function} ", StringComparison.Ordinal)).Select(call => call[(function.Length + 1)..])];
}

public sealed class Noted(Calls calls) : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        calls.Add("middleware");
        return next(context);
    }
}
