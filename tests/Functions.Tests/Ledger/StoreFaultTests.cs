using System.Globalization;
using Local.Cosmos;

namespace Functions.Tests.Ledger;

/// <summary>The store fails at every call it can fail at: no operation is lost, doubled or answered wrongly.</summary>
public sealed class StoreFaultTests : IAsyncLifetime
{
    private Backend app = null!;

    public static TheoryData<string> Faults => [.. Named.Keys];

    private static readonly Dictionary<string, Func<Fault>> Named = new()
    {
        ["408 before"] = Fault.TimeoutBefore,
        ["408 after commit"] = Fault.TimeoutAfterCommit,
        ["412"] = Fault.PreconditionFailed,
        ["429"] = () => Fault.Throttled(TimeSpan.FromMilliseconds(1)),
        ["449"] = Fault.RetryWith,
        ["503 before"] = Fault.UnavailableBefore,
        ["503 after commit"] = Fault.UnavailableAfterCommit,
        ["dropped before"] = Fault.DropBefore,
        ["dropped after commit"] = Fault.DropAfterCommit,
        ["slow"] = () => Fault.Delay(TimeSpan.FromMilliseconds(20)),
    };

    public async ValueTask InitializeAsync() => app = await Backend.Start();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory, MemberData(nameof(Faults))]
    public async Task OneFaultAtEachStoreCallInTurn_ChangesNoAnswer(string fault)
    {
        var card = await app.Card();
        List<Reply> replies = [];
        for (var at = 1; at <= 6; at++)
        {
            FailAt(at, Named[fault]);
            replies.Add(await app.Award(card, 200_000, $"a{at}"));
            FailAt(at, Named[fault]);
            replies.Add(await app.Redeem(card, 1_000, 1_000, $"r{at}"));
            FailAt(at, Named[fault]);
            replies.Add(await app.Post("api/voids", new { card, operationId = $"r{at}" }, $"v{at}"));
        }

        app.Cosmos.Faults.OnRequest = null;
        Assert.All(replies, reply => Assert.Equal(201, reply.Status));
        Assert.All(replies, reply => Assert.False(reply.Replayed));
        Assert.Equal(12_000, await app.Points(card));
        await LedgerAudit.Check(app, card, replies);
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task OneFaultAtEachStoreCallOfACardIssue_IssuesOneCard(string fault)
    {
        for (var at = 1; at <= 8; at++)
        {
            var id = $"issue-{fault.Replace(' ', '-')}-{at}";
            FailAt(at, Named[fault]);
            var reply = await app.Post("api/programs/kkr/cards", new { medium = "nfc", chipId = $"chip-{fault}-{at}" }, id, "kkr-front.local");
            app.Cosmos.Faults.OnRequest = null;
            var again = await app.Post("api/programs/kkr/cards", new { medium = "nfc", chipId = $"chip-{fault}-{at}" }, id, "kkr-front.local");

            Assert.Equal((201, 201), (reply.Status, again.Status));
            Assert.Equal(reply.Body, again.Body);
            Assert.Equal(201, (await app.Award((string)reply.Json["scanPayload"]!, 1_000)).Status);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task RandomFaults_EveryAnsweredOperationIsThereOnce_EveryOtherOnceOrNotAtAll(int seed)
    {
        var card = await app.Card();
        var random = new Random(seed);
        var faults = Named.Values.ToArray();
        app.Cosmos.Faults.OnRequest = request =>
        {
            lock (random)
                return random.Next(4) == 0 ? IfPossible(faults[random.Next(faults.Length)](), request.Kind) : null;
        };
        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            i % 3 == 2 ? app.Redeem(card, 1_000, 1_000, $"r{i}") : app.Award(card, 100_000, $"a{i}")));

        app.Cosmos.Faults.OnRequest = null;
        Assert.All(replies, reply => Assert.Contains(reply.Status, new[] { 201, 409, 503 }));
        await LedgerAudit.Check(app, card, replies);
        // Whoever was told "unknown" sends the same again, and then it is there.
        for (var i = 0; i < replies.Length; i++)
        {
            if (replies[i].Status != 503)
                continue;
            var again = i % 3 == 2 ? await app.Redeem(card, 1_000, 1_000, $"r{i}") : await app.Award(card, 100_000, $"a{i}");
            Assert.Contains(again.Status, new[] { 201, 409 });
        }

        await LedgerAudit.Check(app, card, replies);
    }

    [Fact]
    public async Task AStoreThatStaysAway_Is503_AndHealthSaysSo()
    {
        var card = await app.Card();
        app.Cosmos.Faults.OnRequest = _ => Fault.UnavailableBefore();

        var award = await app.Award(card, 1_000);
        var health = await app.Get("api/health", key: null);

        app.Cosmos.Faults.OnRequest = null;
        Assert.Equal(503, award.Status);
        Assert.Equal("1", award.Headers["Retry-After"]);
        Assert.Equal((503, "unavailable"), (health.Status, (string?)health.Json["store"]));
        Assert.Equal(200, (await app.Get("api/health", key: null)).Status);
        Assert.Equal(0, await app.Points(card));
    }

    private void FailAt(int call, Func<Fault> fault)
    {
        var seen = 0;
        app.Cosmos.Faults.OnRequest = request =>
            request.Container is "leases" || Interlocked.Increment(ref seen) != call || !CanHappen(fault(), request.Kind) ? null : fault();
    }

    /// <summary>A precondition can only fail where there is one.</summary>
    private static bool CanHappen(Fault fault, RequestKind kind) =>
        fault.Status != 412 || kind is RequestKind.Batch or RequestKind.Replace;

    private static Fault? IfPossible(Fault fault, RequestKind kind) => CanHappen(fault, kind) ? fault : null;
}
