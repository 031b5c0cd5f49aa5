using Functions.Ledger;
using Functions.Store;
using Local.Cosmos;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests.Operations;

/// <summary>The process dies after each store call of a merge and of a link, and somebody finishes it: all of it, or nothing.</summary>
public sealed class MergeCrashTests : IAsyncLifetime
{
    private Backend app = null!;

    public async ValueTask InitializeAsync() => app = await Backend.Start();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    public static TheoryData<string> Kinds => ["merge", "link"];

    [Theory, MemberData(nameof(Kinds)), Clause("KKR-11.2"), Clause("KKR-11.3")]
    public async Task DiedAfterEachStoreCall_ItCompletes_OrNeverHappened(string kind)
    {
        var (completed, never) = (0, 0);
        var died = true;
        for (var callsBeforeDeath = 0; died; callsBeforeDeath++)
        {
            var (holder, cards) = await Three();
            var calls = Die(callsBeforeDeath, Dead);
            await AskDead(kind, cards, $"op-{callsBeforeDeath}");
            Revive();
            died = calls() > callsBeforeDeath;
            Assert.Equal(6_000, await holder.HeldAndInTransit());
            await holder.FinishAll();
            await holder.Audit([], held: 6_000);

            var happened = (await holder.Heads()).Any(head => head.Absorbed is not null);
            Assert.Equal(happened ? 6_000 : 1_000, await app.Points(cards[0]));
            Assert.Equal(happened ? kind == "link" ? 6_000 : 0 : 2_000, await app.Points(cards[1]));
            completed += happened ? 1 : 0;
            never += happened ? 0 : 1;
            var again = await Ask(kind, holder, cards, $"op-{callsBeforeDeath}");
            Assert.Equal((201, 5_000L, 6_000L), (again.Status, (long)again.Json["points"]!, (long)again.Json["balance"]!["points"]!));
            await holder.Audit([again], held: 6_000);
        }

        Assert.True(never > 3 && completed > 10, $"{never} never happened, {completed} did");
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task LeftHalfWay_TheNextOperationOnAnyOfItsCards_FinishesIt(string kind)
    {
        for (var callsBeforeDeath = 8; callsBeforeDeath < 30; callsBeforeDeath += 3)
        {
            var (holder, cards) = await Three();
            Die(callsBeforeDeath, Dead with { AfterCommit = true });
            await AskDead(kind, cards, $"op-{callsBeforeDeath}");
            Revive();

            var balance = await app.Get($"api/cards/{cards[1]}/balance");
            var award = await app.Award(cards[1], 100_000);
            var redemption = await app.Redeem(cards[0], 1_000, 1_000);

            Assert.Equal(200, balance.Status);
            Assert.Contains(award.Status, new[] { 201, 410 });
            Assert.Equal(201, redemption.Status);
            await holder.FinishAll();
            await holder.Audit([award, redemption], held: award.Status == 201 ? 6_000 : 5_000);
        }
    }

    [Fact]
    public async Task TheTimer_FinishesItToo()
    {
        var (holder, cards) = await Three();
        Die(20, Dead);
        await AskDead("merge", cards, "op");
        Revive();
        Assert.Equal(6_000, await holder.HeldAndInTransit());

        Assert.Equal(202, (await app.Post("admin/functions/ContinueOperations", new { input = "" }, key: null!)).Status);

        Assert.Equal(6_000, await app.Points(cards[0]));
        await holder.Audit([], held: 6_000);
    }

    [Fact]
    public async Task TheChangeFeed_FinishesItToo()
    {
        await app.DisposeAsync();
        app = await Backend.StartWithFeeds();
        var (holder, cards) = await Three();
        Die(20, Dead);
        await AskDead("merge", cards, "op");
        Revive();
        Assert.Equal(6_000, await holder.HeldAndInTransit());

        Assert.Equal(200, (await app.Post("api/local/feed/drain", null)).Status);

        Assert.Equal(6_000, await app.Points(cards[0]));
        await holder.Audit([], held: 6_000);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task OneLostAnswerAtEachStoreCall_ChangesNothing(string kind)
    {
        for (var at = 1; at <= 40; at++)
        {
            var (holder, cards) = await Three();
            var seen = 0;
            app.Cosmos.Faults.OnRequest = request => IsOurs(request) && Interlocked.Increment(ref seen) == at ? Fault.DropAfterCommit() : null;
            var reply = await Ask(kind, holder, cards, $"op-{at}");
            Revive();

            Assert.Equal((201, false), (reply.Status, reply.Replayed));
            await holder.Audit([reply], held: 6_000);
        }
    }

    [Fact]
    public async Task AJournalThatIsGone_HoldsNoAccount()
    {
        var (holder, cards) = await Three();
        var head = await holder.Head(cards[0]);
        await holder.Accounts.Write([], head.Value with { FrozenBy = "merge:other:gone:1" }, head.ETag, CancellationToken.None);

        var award = await app.Award(cards[0], 100_000);

        Assert.Equal((201, 2_000L), (award.Status, (long)award.Json["balance"]!["points"]!));
        await holder.Audit([award], held: 7_000);
    }

    [Fact]
    public async Task AnAccountInTheMiddleOfAnOperation_TakesNoOtherWrite()
    {
        var (holder, cards) = await Three();
        var head = (await holder.Head(cards[0])).Value with { FrozenBy = "merge:a:b:1" };

        var accepted = new Points.Ledger.Accepted(head, [], null!);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => app.Services.GetRequiredService<AccountStore>().Commit(accepted, "\"x\"", CancellationToken.None));
    }

    /// <summary>A refusal that nobody repeats: a dead process does not either.</summary>
    private static Fault Dead => new() { Status = 400 };

    private async Task<(OneHolder, string[])> Three()
    {
        var holder = new OneHolder(app);
        return (holder, [await holder.Card(points: 1_000), await holder.Card(points: 2_000), await holder.Card(points: 3_000)]);
    }

    private static Task<Reply> Ask(string kind, OneHolder holder, string[] cards, string id) =>
        kind == "merge" ? holder.Merge(id, cards[0], cards[1], cards[2]) : holder.Link(id, cards);

    private Task AskDead(string kind, string[] cards, string id) =>
        kind == "merge"
            ? app.PostUnanswered("api/merges", new { into = cards[0], from = cards[1..] }, id, "kkr-front.local")
            : app.PostUnanswered("api/links", new { cards }, id, "kkr-front.local");

    private Func<int> Die(int callsBeforeDeath, Fault last)
    {
        var calls = 0;
        app.Cosmos.Faults.OnRequest = request => !IsOurs(request) ? null : Interlocked.Increment(ref calls) switch
        {
            var call when call <= callsBeforeDeath => null,
            var call when call == callsBeforeDeath + 1 => last,
            _ => Dead,
        };
        return () => calls;
    }

    private void Revive() => app.Cosmos.Faults.OnRequest = null;

    private static bool IsOurs(CosmosRequest request) => request.Container is not "leases" && request.Kind is not (RequestKind.ChangeFeed or RequestKind.ReadFeed or RequestKind.PartitionKeyRanges);
}
