using Local.Cosmos;
using Points.Ledger;

namespace Functions.Tests.Operations;

/// <summary>A family transfer dies after each store call, and one of its accounts is merged, linked or ended before anybody finishes it.</summary>
public sealed class TransferCrashTests : IAsyncLifetime
{
    private Backend app = null!;

    public async ValueTask InitializeAsync() => app = await FamilyProgram.Start();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    public static TheoryData<string> Meanwhile => ["nothing", "link sender", "merge sender", "link receiver", "merge receiver", "end receiver", "end both"];

    [Theory, MemberData(nameof(Meanwhile)), Clause("KAMPO-6.1e")]
    public async Task DiedAfterEachStoreCall_ThePointsArriveOnce_OrNeverLeft(string meanwhile)
    {
        var (arrived, never) = (0, 0);
        var died = true;
        for (var callsBeforeDeath = 0; died; callsBeforeDeath++)
        {
            var holder = new OneHolder(app);
            var family = new OneHolder(app, holder);
            var (from, other) = (await holder.Card(points: 1_000), await holder.Card());
            var (to, spare) = (await family.Card(), await family.Card());
            var death = StoreDeath.After(app, callsBeforeDeath);
            await app.PostUnanswered("api/transfers", FamilyProgram.Gift(from, to), "t", "kkr-pos.local");
            death.Revive();
            died = death.Calls > callsBeforeDeath;
            Assert.Equal(1_000, await holder.HeldAndInTransit());

            var now = meanwhile switch
            {
                "link sender" => (await holder.Link("m", other, from), From: from, To: to),
                "merge sender" => (await holder.Merge("m", other, from), From: other, To: to),
                "link receiver" => (await family.Link("m", spare, to), From: from, To: to),
                "merge receiver" => (await family.Merge("m", spare, to), From: from, To: spare),
                "end receiver" => (await End(to), From: from, To: to),
                "end both" => (await End(to), From: from, To: to),
                _ => (null, From: from, To: to),
            };
            Assert.True(now.Item1 is null or { Status: 201 }, now.Item1?.Body);
            if (meanwhile == "end both")
                await End(from);
            await OneHolder.TimerRuns(app);

            await holder.Audit([]);
            var entries = await holder.Entries();
            var left = entries.Where(entry => entry.Kind == EntryKind.TransferOut).ToList();
            Assert.Equal(left.Select(TransferIn.IdOf), entries.Where(entry => entry.Kind == EntryKind.TransferIn).Select(entry => entry.Id));
            var toThere = (await holder.Head(now.To)).Value.AccountId;
            Assert.Equal((meanwhile, left.Count > 0, entries.Any(entry => entry.Kind == EntryKind.TransferIn && entry.AccountId == toThere)) switch
            {
                // What had arrived ended with the card; what had not came back.
                ("end receiver", true, true) or ("end both", _, _) => (0L, 0L),
                ("end receiver", _, _) or (_, false, _) => (1_000L, 0L),
                _ => (0L, 1_000L),
            }, (await app.Points(now.From), await app.Points(now.To)));
            Assert.Equal(await app.Points(now.From) + await app.Points(now.To), await holder.HeldAndInTransit());
            arrived += left.Count;
            never += 1 - left.Count;
        }

        Assert.True(arrived > 3 && never > 3, $"{arrived} arrived, {never} never left");
    }

    [Theory, Clause("KAMPO-6.1e")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LinkedWhileItsJournalIsWritten_ThePointsStillArrive_UnlessBothCardsAreOneAccount(bool withReceiver)
    {
        var holder = new OneHolder(app);
        var family = new OneHolder(app, holder);
        var (from, other) = (await holder.Card(points: 1_000), await holder.Card());
        var to = withReceiver ? other : await family.Card();
        using var heldUp = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var first = 0;
        app.Cosmos.Faults.OnRequest = request =>
        {
            if (request is { Kind: RequestKind.Create, Container: "operations" } && Interlocked.Increment(ref first) == 1)
            {
                heldUp.Release();
                Assert.True(goOn.Wait(TimeSpan.FromSeconds(120)));
            }

            return null;
        };
        var giving = Task.Run(() => app.Post("api/transfers", FamilyProgram.Gift(from, to), "t"));
        Assert.True(await heldUp.WaitAsync(TimeSpan.FromSeconds(120)));

        Assert.Equal(201, (await holder.Link("l", withReceiver ? [from, to] : [other, from])).Status);
        goOn.Release();
        var given = await giving;
        app.Cosmos.Faults.OnRequest = null;

        Assert.Equal(withReceiver ? 400 : 201, given.Status);
        Assert.Equal(withReceiver ? (1_000L, 1_000L) : (0L, 1_000L), (await app.Points(from), await app.Points(to)));
        await holder.Audit([], held: 1_000);
    }

    [Fact, Clause("KAMPO-6.1e")]
    public async Task ACardThatHasEnded_ReceivesNothing()
    {
        var holder = new OneHolder(app);
        var (from, merged, gone) = (await holder.Card(points: 1_000), await holder.Card(), await holder.Card());
        await holder.Merge("m", from, merged);
        await End(gone);

        foreach (var card in new[] { merged, gone })
        {
            var refused = await app.Post("api/transfers", FamilyProgram.Gift(from, card), $"t-{card}");
            Assert.Equal((410, "card-retired"), (refused.Status, refused.Code));
        }

        Assert.Equal(1_000, await app.Points(from));
        await holder.Audit([], held: 1_000);
    }

    [Fact]
    public async Task BothCardsAreInOneAccountThatHasEnded_ThePointsEndThere()
    {
        var holder = new OneHolder(app);
        var (from, to) = (await holder.Card(points: 1_000), await holder.Card());
        var left = 0;
        for (var callsBeforeDeath = 5; left == 0; callsBeforeDeath++)
        {
            var death = StoreDeath.After(app, callsBeforeDeath, lastIsCarriedOut: true);
            await app.PostUnanswered("api/transfers", FamilyProgram.Gift(from, to), "t", "kkr-pos.local");
            death.Revive();
            left = (await holder.Entries()).Count(entry => entry.Kind == EntryKind.TransferOut);
        }

        Assert.Equal((0L, 0L), (await app.Points(from), await app.Points(to)));
        await holder.Link("l", from, to);
        await End(from);
        await End(to);
        await OneHolder.TimerRuns(app);

        await holder.Audit([], held: 0);
        var entries = await holder.Entries();
        var arrived = Assert.Single(entries, entry => entry.Kind == EntryKind.TransferIn);
        Assert.Equal((1_000L, -1_000L), (arrived.Points, Assert.Single(entries, entry => entry.Id == $"void:{arrived.Id}").Points));
    }

    private Task<Reply> End(string card) => app.Post($"api/cards/{card}/withdrawal", "{}", Backend.NewId(), "kkr-front.local");
}
