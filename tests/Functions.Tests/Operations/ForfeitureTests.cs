using System.Text.Json.Nodes;
using Functions.Operations;
using Functions.Store;
using Functions.Tests.Members;
using Local.Cosmos;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests.Operations;

/// <summary>A forfeiture ends every card of the member at once, whatever else happens and whoever dies.</summary>
public sealed class ForfeitureTests : IAsyncLifetime
{
    private const string Operator = "kkr-operator.local";

    private Backend app = null!;

    public async ValueTask InitializeAsync() => app = await Backend.Start();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact, Clause("KKR-16.2")]
    public async Task EveryCardOfTheMember_EndsAtOnce_AndNobodyElses()
    {
        var holder = new OneHolder(app);
        var stranger = new OneHolder(app, holder);
        var (one, two, three, four) = (await holder.Card(points: 1_000), await holder.Card(points: 2_000), await holder.Card(points: 3_000), await holder.Card("group"));
        var other = await stranger.Card(points: 4_000);
        await holder.Link("l", two, three);
        await app.Post($"api/cards/{four}/suspension", new { reason = "suspicion" }, "s", Person.Front);

        var gone = await Forfeit(one, "end");
        var again = await Forfeit(one, "end");

        Assert.Equal((201, -1_000L, "retired"), (gone.Status, (long)gone.Json["points"]!, (string?)gone.Json["status"]));
        Assert.Equal(["KKR-16.2"], gone.Clauses);
        Assert.Equal((gone.Body, false, true), (again.Body, gone.Replayed, again.Replayed));
        foreach (var card in new[] { one, two, three, four })
        {
            Assert.Equal("card-retired", (await app.Award(card, 100_000)).Code);
            Assert.Equal("card-retired", (await app.Redeem(card, 1_000, 1_000)).Code);
            Assert.Equal(0, await app.Points(card));
            Assert.Equal("a breach", (string?)(await app.Get($"api/cards/{card}/forfeiture", Operator)).Json["reasons"]![0]);
        }

        Assert.Equal(4_000, await app.Points(other));
        Assert.Equal("forfeiture-unknown", (await app.Get($"api/cards/{other}/forfeiture", Operator)).Code);
        Assert.Equal("operation-conflict", (await app.Post($"api/cards/{one}/forfeiture", new { reason = "another" }, "end", Operator)).Code);
        Assert.Equal("card-retired", (await Forfeit(two, "end-2")).Code);
        await holder.Audit([gone], held: 4_000);
    }

    [Theory, Clause("KAMPO-7"), Clause("KEIO-10.1")]
    [InlineData("kampo", "KAMPO-7", 1)]
    [InlineData("keio", "KEIO-10.1", 2)]
    [InlineData("kamenoi", "KAMENOI-7", 1)]
    public async Task EveryProgramThatSaysSo_EndsEveryCardOfTheMember(string program, string clause, int mostCards)
    {
        var form = Person.Form(Person.NewAddress());
        List<string> cards = [];
        for (var i = 0; i < mostCards; i++)
        {
            var issued = await app.Post($"api/programs/{program}/cards", new { medium = "qr", holder = form }, Backend.NewId(), $"{program}-front.local");
            Assert.Equal(201, issued.Status);
            cards.Add((string)issued.Json["cardNumber"]!);
        }

        var gone = await app.Post($"api/cards/{cards[0]}/forfeiture", new { reason = "a false statement" }, "end", $"{program}-operator.local");

        Assert.Equal((201, clause), (gone.Status, gone.Clauses[0]));
        foreach (var card in cards)
            Assert.Equal("retired", (string?)(await app.Get($"api/cards/{card}", $"{program}-pos.local")).Json["status"]);
    }

    [Fact, Clause("KKR-16.2"), Clause("KKR-16.3")]
    public async Task NoOtherCardIsRegisteredToTheMember_UntilTheDataIsErased()
    {
        app.Clock.Stop(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(9)));
        var form = Person.Form(Person.NewAddress());
        var (one, fresh) = (await app.Card(), await app.Card());
        await app.Register(one, form.DeepClone());
        await Forfeit(one, "end");

        var registered = await app.Register(fresh, form.DeepClone(), "r");
        var issued = await app.Post("api/programs/kkr/cards", new { medium = "qr", holder = form }, "i", Person.Front);
        app.Clock.Stop(new DateTimeOffset(2026, 3, 4, 10, 0, 0, TimeSpan.FromHours(9)));
        await app.Post("admin/functions/ErasePersonalData", new { input = "" });

        Assert.Equal((409, "membership-ended", "KKR-16.2"), (registered.Status, registered.Code, registered.Clauses[0]));
        Assert.Equal((409, "membership-ended"), (issued.Status, issued.Code));
        Assert.Equal(201, (await app.Register(fresh, form.DeepClone(), "r")).Status);
        Assert.Equal(201, (await app.Award(fresh, 10_000)).Status);
    }

    [Theory, Clause("KKR-16.2")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ACardWhoseRegistrationIsUnderWay_DoesNotEscape(bool isNewCard)
    {
        var form = Person.Form(Person.NewAddress());
        var (one, fresh) = (await app.Card(), await app.Card());
        await app.Register(one, form.DeepClone());
        // The registration has written the member and is held up just before the account's batch.
        using var heldUp = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var first = 0;
        app.Cosmos.Faults.OnRequest = request =>
        {
            if (request is not { Kind: RequestKind.Batch, Container: "accounts" } || Interlocked.Increment(ref first) != 1)
                return null;
            heldUp.Release();
            Assert.True(goOn.Wait(TimeSpan.FromSeconds(120)));
            return null;
        };
        var registering = Task.Run(() => isNewCard
            ? app.Post("api/programs/kkr/cards", new { medium = "qr", holder = form }, "r", Person.Front)
            : app.Register(fresh, form.DeepClone(), "r"));
        Assert.True(await heldUp.WaitAsync(TimeSpan.FromSeconds(120)));

        var gone = await Forfeit(one, "end");
        goOn.Release();
        var registered = await registering;
        app.Cosmos.Faults.OnRequest = null;

        Assert.Equal((201, 409), (gone.Status, registered.Status));
        Assert.Contains(registered.Code, new[] { "operation-fenced", "membership-ended" });
        Assert.Equal(404, (await app.Get($"api/cards/{fresh}/member", Person.Front)).Status);
        Assert.Equal("membership-ended", (await app.Register(fresh, form.DeepClone(), "r2")).Code);
    }

    [Fact, Clause("KKR-16.2")]
    public async Task RegistrationsAtTheSameMoment_AreRefused_OrTheirCardsEndToo()
    {
        for (var i = 0; i < 12; i++)
        {
            var form = Person.Form(Person.NewAddress());
            var one = await app.Card();
            var others = new[] { await app.Card(), await app.Card() };
            await app.Register(one, form.DeepClone());

            var gone = Forfeit(one, $"end-{i}");
            var registrations = others.Select(card => app.Register(card, form.DeepClone(), $"r-{i}")).ToList();
            var issue = app.Post("api/programs/kkr/cards", new { medium = "qr", holder = form }, $"i-{i}", Person.Front);
            Assert.Equal(201, (await gone).Status);
            List<(string?, Reply)> all = [.. others.Zip(await Task.WhenAll(registrations)), ((string?)(await issue).Json["cardNumber"], await issue)];

            foreach (var (card, reply) in all)
            {
                Assert.True(reply.Status is 201 or 409, reply.Body);
                if (reply.Status == 201)
                    Assert.Equal("retired", (string?)(await app.Get($"api/cards/{card}")).Json["status"]);
            }
        }
    }

    [Theory, Clause("KKR-16.2")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DiedAfterEachStoreCall_ItCompletes_OrNeverBegan_AndTheAnswerStays(bool lastIsCarriedOut)
    {
        var (completed, never) = (0, 0);
        var died = true;
        for (var callsBeforeDeath = 0; died; callsBeforeDeath++)
        {
            var holder = new OneHolder(app);
            string[] cards = [await holder.Card(points: 1_000), await holder.Card(points: 2_000), await holder.Card(points: 3_000)];
            var death = StoreDeath.After(app, callsBeforeDeath, lastIsCarriedOut);
            await app.PostUnanswered($"api/cards/{cards[0]}/forfeiture", new { reason = "a breach" }, "end", Operator);
            death.Revive();
            died = death.Calls > callsBeforeDeath;

            if (callsBeforeDeath % 2 == 0)
                await OneHolder.TimerRuns(app);
            else
                await FeedRuns();
            await holder.Audit([]);
            var left = (await Task.WhenAll(cards.Select(app.Points))).Sum();
            Assert.True(left is 0 or 6_000, $"{left} points are left after {callsBeforeDeath} calls");
            completed += left == 0 ? 1 : 0;
            never += left == 0 ? 0 : 1;

            var (once, twice) = (await Forfeit(cards[0], "end"), await Forfeit(cards[0], "end"));
            Assert.Equal((201, -1_000L), (once.Status, (long)once.Json["points"]!));
            Assert.Equal((201, once.Body, true), (twice.Status, twice.Body, twice.Replayed));
            Assert.Equal(0, (await Task.WhenAll(cards.Select(app.Points))).Sum());
            await holder.Audit([once], held: 0);
        }

        Assert.True(completed > 5 && never > 2, $"{completed} completed, {never} never began");
    }

    [Fact]
    public async Task TheSameForfeitureManyTimesAtOnce_HappensOnce_WithOneAnswer()
    {
        var holder = new OneHolder(app);
        var (one, two) = (await holder.Card(points: 1_000), await holder.Card(points: 2_000));

        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Forfeit(one, "same")));

        Assert.All(replies, reply => Assert.Equal(201, reply.Status));
        Assert.Single(replies.Select(reply => reply.Body).Distinct());
        Assert.Equal(1, replies.Count(reply => !reply.Replayed));
        Assert.Equal(0, await app.Points(two));
        await holder.Audit(replies, held: 0);
    }

    /// <summary>What the change feed does with every journal that is open.</summary>
    private async Task FeedRuns()
    {
        var open = await app.Services.GetRequiredService<CosmosStore>().Operations.Query(
            new QueryDefinition("SELECT * FROM c"), partition: null, StoreJson.Readable.JsonDocument, CancellationToken.None);
        foreach (var journal in open)
            await app.Services.GetRequiredService<Forfeitures>().Finish(journal.RootElement.GetProperty("id").GetString()!, CancellationToken.None);
    }

    private Task<Reply> Forfeit(string card, string id) => app.Post($"api/cards/{card}/forfeiture", new { reason = "a breach" }, id, Operator);
}
