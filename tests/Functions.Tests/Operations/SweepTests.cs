using System.Text.Json.Nodes;
using Functions.Ledger;
using Functions.Operations;
using Functions.Store;
using Local.Cosmos;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;

namespace Functions.Tests.Operations;

/// <summary>A sweep reads what is due and no more, writes it once, and lets no single account or death stop it.</summary>
public sealed class SweepTests
{
    private static readonly DateOnly Through = new(2026, 2, 28);

    private static readonly DateOnly Later = new(2027, 1, 1);

    [Fact, Clause("KKR-6.3")]
    public async Task Of3000Accounts_60Due_60AreReadAndWritten_WithOneLineInTheLog()
    {
        await using var app = await Backend.Start();
        var (many, log) = (new ManyAccounts(app), new EventLog<Sweep>());
        await many.Write(3_000, due: 60, Through, Later);
        app.Clock.Stop(Nights.Jst("2026-03-01 00:05:00"));

        var counts = await app.Counted(() => new SweepExpiredPointsFunction(app.AnotherSweep(log)).Run(null!, ByHand.Context));

        Assert.Equal((60, 60), (counts.Requests(RequestKind.Read, "accounts"), counts.Requests(RequestKind.Batch, "accounts")));
        Assert.InRange(counts.Requests(RequestKind.Query, "accounts"), 1, 2);
        var line = Assert.Single(log.Events);
        Assert.Equal((LogLevel.Information, "SweepFinished"), (line.Level, line.Name));
        Assert.Equal(("SweepExpiredPoints", 60, 60, 0), (line.Fields["Sweep"], line.Fields["Due"], line.Fields["Done"], line.Fields["Refused"]));
        Assert.InRange((long)line.Fields["StoreRequests"]!, 121, 125);
        Assert.IsType<double>(line.Fields["Seconds"]);
        Assert.Equal(60, await many.Entries());
    }

    [Theory]
    [InlineData(StoredHead.NextLapseOn)]
    [InlineData(StoredHead.WithdrawalDueOn)]
    [InlineData(StoredHead.WarnOn)]
    [InlineData(StoredHead.ErasureDueOn)]
    public void EveryDayThatASweepSearchesBy_IsIndexed(string day) =>
        Assert.Contains($"/{day}/?", Containers.All.Single(container => container.Id == Containers.Accounts).IndexingPolicy.IncludedPaths.Select(path => path.Path));

    [Fact, Clause("KKR-6.3")]
    public async Task FourInstancesAtOnce_WriteEachLapseOnce_AndTogetherSayHowMany()
    {
        await using var app = await Backend.Start();
        var (many, log) = (new ManyAccounts(app), new EventLog<Sweep>());
        await many.Write(250, due: 250, Through, Later);
        app.Clock.Stop(Nights.Jst("2026-03-01 00:05:00"));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new SweepExpiredPointsFunction(app.AnotherSweep(log)).Run(null!, ByHand.Context)));

        Assert.Equal(250, await many.Entries());
        Assert.Equal(250, log.Events.Sum(line => (int)line.Fields["Done"]!));
        Assert.All(log.Events, line => Assert.Equal(("SweepFinished", 0), (line.Name, (int)line.Fields["Refused"]!)));
        Assert.Equal((0, 3), ((await many.Head(249)).Holdings.Points, (await many.Head(249)).Version));
    }

    [Fact, Clause("KKR-6.3")]
    public async Task ARunThatDies_IsGoneOnWithByTheNext()
    {
        var folder = Directory.CreateTempSubdirectory("points-sweep-").FullName;
        await using (var app = await Backend.Start(folder))
        {
            await new ManyAccounts(app).Write(300, due: 200, Through, Later);
            app.Clock.Stop(Nights.Jst("2026-03-01 00:05:00"));
            var batches = 0;
            // From the 70th batch on nothing that this process asks for arrives any more.
            app.Cosmos.Faults.OnRequest = request =>
                (request.Kind == RequestKind.Batch ? Interlocked.Increment(ref batches) : Volatile.Read(ref batches)) >= 70 ? Fault.DropBefore() : null;
            await Assert.ThrowsAsync<StoreUnavailableException>(() => new SweepExpiredPointsFunction(app.AnotherSweep()).Run(null!, ByHand.Context));
            app.Cosmos.Faults.OnRequest = null;
        }

        await using (var app = await Backend.Start(folder))
        {
            app.Clock.Stop(Nights.Jst("2026-03-02 00:05:00"));
            var many = new ManyAccounts(app);
            var written = await many.Entries();
            var log = new EventLog<Sweep>();
            await new SweepExpiredPointsFunction(app.AnotherSweep(log)).Run(null!, ByHand.Context);

            Assert.InRange(written, 1, 199);
            Assert.Equal((200 - written, 200), ((int)log.Events[0].Fields["Done"]!, await many.Entries()));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task AStoreThatGivesNoAnswer_EndsTheRunWithAnError_AndTheNextDoesIt()
    {
        await using var app = await Backend.Start();
        var many = new ManyAccounts(app);
        await many.Write(40, due: 40, Through, Later);
        app.Clock.Stop(Nights.Jst("2026-03-01 00:05:00"));

        app.Cosmos.Faults.OnRequest = request => request.Kind == RequestKind.Batch ? Fault.UnavailableBefore() : null;
        Assert.Equal(500, (await app.Post("admin/functions/SweepExpiredPoints", new { input = "" })).Status);
        app.Cosmos.Faults.OnRequest = null;
        await app.Run("SweepExpiredPoints");

        Assert.Equal(40, await many.Entries());
    }

    [Fact]
    public async Task OneAccountWithoutAnAnswer_IsLeft_AndTheOthersAreDone()
    {
        await using var app = await Backend.Start();
        var (many, log) = (new ManyAccounts(app), new EventLog<Sweep>());
        await many.Write(40, due: 40, Through, Later);
        app.Clock.Stop(Nights.Jst("2026-03-01 00:05:00"));

        app.Cosmos.Faults.OnRequest = request => request.PartitionKey?.Contains(ManyAccounts.Id(7), StringComparison.Ordinal) == true ? Fault.UnavailableBefore() : null;
        await new SweepExpiredPointsFunction(app.AnotherSweep(log)).Run(null!, ByHand.Context);
        app.Cosmos.Faults.OnRequest = null;

        Assert.Equal(["AccountLeft", "SweepFinished"], log.Events.Select(line => line.Name));
        Assert.Equal((ManyAccounts.Id(7), 39, 1), (log.Events[0].Fields["AccountId"], log.Events[1].Fields["Done"], log.Events[1].Fields["Refused"]));
    }

    [Fact]
    public async Task PoisonedAccounts_AreSetAsideWithAnAlert_AndStopNobody()
    {
        await using var app = await Backend.Start();
        var (many, log) = (new ManyAccounts(app), new EventLog<Sweep>());
        await many.Write(30, due: 30, Through, Later);
        await Spoil(many, 3, head => head["holdings"] = "gone");
        await Spoil(many, 4, head => head.AsObject().Remove("cards"));
        await Spoil(many, 5, head => head["program"] = "unknown");
        // A decision that throws: nobody is there whose points could lapse.
        await Spoil(many, 6, head => head["cards"] = new JsonArray());
        app.Clock.Stop(Nights.Jst("2026-03-01 00:05:00"));

        await new SweepExpiredPointsFunction(app.AnotherSweep(log)).Run(null!, ByHand.Context);

        var asides = log.Events.Where(line => line.Name == "AccountSetAside").ToList();
        Assert.All(asides, line => Assert.Equal((LogLevel.Error, "SweepExpiredPoints"), (line.Level, line.Fields["Sweep"])));
        Assert.Equal(
            [ManyAccounts.Id(3), ManyAccounts.Id(4), ManyAccounts.Id(5), ManyAccounts.Id(6)], asides.Select(line => (string)line.Fields["AccountId"]!).Order(StringComparer.Ordinal));
        var line = Assert.Single(log.Events, line => line.Name == "SweepFinished");
        Assert.Equal((30, 26, 4), (line.Fields["Due"], line.Fields["Done"], line.Fields["Refused"]));
        Assert.Equal(26, await many.Entries());
    }

    [Fact, Clause("KKR-6.3")]
    public async Task AnAccountThatAnUnfinishedOperationHolds_IsHelpedFree_AndSwept()
    {
        await using var app = await Backend.Start();
        var many = new ManyAccounts(app);
        await many.Write(3, due: 3, Through, Later);
        var head = (await many.Accounts.Head(ManyAccounts.Id(1), CancellationToken.None))!;
        await many.Accounts.Write([], head.Value with { FrozenBy = "merge:other:gone:1" }, head.ETag, CancellationToken.None);
        app.Clock.Stop(Nights.Jst("2026-03-01 00:05:00"));

        await app.Run("SweepExpiredPoints");

        var swept = await many.Head(1);
        Assert.Equal((0, null), (swept.Holdings.Points, swept.FrozenBy));
        Assert.Equal(3, await many.Entries());
    }

    [Theory, Clause("KKR-6.3"), Clause("KKR-11.2")]
    [InlineData(6)]
    [InlineData(14)]
    [InlineData(20)]
    [InlineData(26)]
    public async Task AMergeLeftHalfWay_IsFinishedByTheSweepThatMeetsIt_AndNoPointLapsesTwice(int callsBeforeDeath)
    {
        await using var app = await Backend.Start();
        app.Clock.Stop(Nights.Jst("2024-02-10 10:00:00"));
        var holder = new OneHolder(app);
        var (into, from) = (await holder.Card(points: 1_000), await holder.Card(points: 2_000));
        var calls = 0;
        app.Cosmos.Faults.OnRequest = request =>
            request.Kind is not RequestKind.ChangeFeed && request.Container is not "leases" && Interlocked.Increment(ref calls) > callsBeforeDeath ? new Fault { Status = 400 } : null;
        await app.PostUnanswered("api/merges", new { into, from = new[] { from } }, "left", "kkr-front.local");
        app.Cosmos.Faults.OnRequest = null;
        Assert.True(calls > callsBeforeDeath);

        app.Clock.Stop(Nights.Jst("2026-03-01 00:05:00"));
        await Task.WhenAll(app.Run("SweepExpiredPoints"), new SweepExpiredPointsFunction(app.AnotherSweep()).Run(null!, ByHand.Context));

        Assert.Equal((0, 0), (await app.Points(into), await app.Points(from)));
        await holder.FinishAll();
        await holder.Audit([], held: 0);
    }

    private static async Task Spoil(ManyAccounts many, int number, Action<JsonNode> spoil)
    {
        using var response = await many.Store.Accounts.ReadItemStreamAsync(AccountStore.HeadId, new PartitionKey(ManyAccounts.Id(number)));
        var head = JsonNode.Parse(response.Content)!;
        spoil(head);
        using var written = await many.Store.Accounts.UpsertItemStreamAsync(
            new MemoryStream(System.Text.Encoding.UTF8.GetBytes(head.ToJsonString())), new PartitionKey(ManyAccounts.Id(number)));
        written.EnsureSuccessStatusCode();
    }
}
