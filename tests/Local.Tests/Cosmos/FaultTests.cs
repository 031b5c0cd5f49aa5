using Local.Cosmos;
using Microsoft.Azure.Cosmos;
using static Local.Tests.Cosmos.ContainerReading;

namespace Local.Tests.Cosmos;

public sealed class FaultTests
{
    [Theory]
    [InlineData("timeout before", 408, false)]
    [InlineData("timeout after", 408, true)]
    [InlineData("precondition", 412, false)]
    [InlineData("throttled", 429, false)]
    [InlineData("unavailable before", 503, false)]
    [InlineData("unavailable after", 503, true)]
    public async Task Fault_AnswersItsStatus_AndWritesOnlyAfterCommit(string name, int status, bool isWritten)
    {
        await using var sandbox = await Sandbox.Open();
        sandbox.Server.Faults.OnRequest = request => request.Kind == RequestKind.Create ? name switch
        {
            "timeout before" => Fault.TimeoutBefore(),
            "timeout after" => Fault.TimeoutAfterCommit(),
            "precondition" => Fault.PreconditionFailed(),
            "throttled" => Fault.Throttled(TimeSpan.Zero),
            "unavailable before" => Fault.UnavailableBefore(),
            _ => Fault.UnavailableAfterCommit(),
        } : null;
        Assert.Equal(status, await StatusOf(sandbox.Items.CreateItemStreamAsync(Json("""{"id":"a","pk":"p"}"""), P)));
        sandbox.Server.Faults.OnRequest = null;
        Assert.Equal(isWritten ? "a" : "", await sandbox.Items.Ids("", "p"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dropped_Connection_HasNoAnswer(bool isAfterCommit)
    {
        await using var sandbox = await Sandbox.Open();
        sandbox.Server.Faults.OnRequest = request => request.Kind == RequestKind.Batch ? isAfterCommit ? Fault.DropAfterCommit() : Fault.DropBefore() : null;
        // The SDK may try again by itself, or report 503: it must not report success.
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var batch = await sandbox.Items.CreateTransactionalBatch(P).CreateItem(Doc.Of("a")).ExecuteAsync();
            if (!batch.IsSuccessStatusCode)
                throw new InvalidOperationException($"{batch.StatusCode}");
        });
        sandbox.Server.Faults.OnRequest = null;
        Assert.Equal(isAfterCommit ? "a" : "", await sandbox.Items.Ids("", "p"));
    }

    [Fact]
    public async Task RetryWith_IsRetriedByTheSdk()
    {
        await using var sandbox = await Sandbox.Open();
        var times = 2;
        sandbox.Server.Faults.OnRequest = request => request.Kind == RequestKind.Create && Interlocked.Decrement(ref times) >= 0 ? Fault.RetryWith() : null;
        Assert.Equal(201, await StatusOf(sandbox.Items.CreateItemStreamAsync(Json("""{"id":"a","pk":"p"}"""), P)));
        Assert.True(times < 0);
    }

    [Fact]
    public async Task Throttled_RequestIsRetriedByTheSdk()
    {
        await using var sandbox = await Sandbox.Open();
        var times = 2;
        sandbox.Server.Faults.OnRequest = request => request.Kind == RequestKind.Create && Interlocked.Decrement(ref times) >= 0 ? Fault.Throttled(TimeSpan.FromMilliseconds(1)) : null;
        var patient = sandbox.NewClient(options => options.MaxRetryAttemptsOnRateLimitedRequests = 3).GetContainer("points", "items");
        Assert.Equal(201, await StatusOf(patient.CreateItemStreamAsync(Json("""{"id":"a","pk":"p"}"""), P)));
        Assert.True(times < 0);
    }

    [Fact]
    public async Task Hook_SeesWhatIsAsked()
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.ReadContainerAsync();
        var seen = new List<CosmosRequest>();
        sandbox.Server.Faults.OnRequest = request =>
        {
            seen.Add(request);
            return null;
        };
        await sandbox.Items.CreateItemAsync(Doc.Of("a"), P);
        await sandbox.Items.ReadItemAsync<Doc>("a", P);
        await sandbox.Items.Ids("", "p");
        var items = seen.Where(request => request.Kind >= RequestKind.Create).ToList();
        Assert.Equal([(RequestKind.Create, "items", "a", "[\"p\"]"), (RequestKind.Read, "items", "a", "[\"p\"]"), (RequestKind.Query, "items", null, "[\"p\"]")],
            items.Select(request => (request.Kind, request.Container, request.Id, request.PartitionKey)));
        Assert.Equal(seen.Count, seen[^1].Number);
    }

    [Fact]
    public async Task Delay_OnlyDelays()
    {
        await using var sandbox = await Sandbox.Open();
        sandbox.Server.Faults.OnRequest = _ => Fault.Delay(TimeSpan.FromMilliseconds(1));
        Assert.Equal(201, await StatusOf(sandbox.Items.CreateItemStreamAsync(Json("""{"id":"a","pk":"p"}"""), P)));
    }

    [Fact]
    public async Task Crash_FailsEverythingFromNowOn_AndKeepsWhatWasAcknowledged()
    {
        await using var sandbox = await Sandbox.Open();
        await sandbox.Items.CreateItemAsync(Doc.Of("before"), P);
        sandbox.Server.Faults.Crash();
        await Assert.ThrowsAnyAsync<Exception>(() => sandbox.Items.CreateItemAsync(Doc.Of("after"), P));
        await Assert.ThrowsAnyAsync<Exception>(() => sandbox.Items.ReadItemAsync<Doc>("before", P));
        await sandbox.Reopen();
        Assert.Equal("before", await sandbox.Items.Ids("", "p"));
    }
}
