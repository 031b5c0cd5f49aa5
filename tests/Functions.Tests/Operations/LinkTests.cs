using System.Globalization;

namespace Functions.Tests.Operations;

/// <summary>Cards that share one balance.</summary>
public sealed class LinkTests : IAsyncLifetime
{
    private Backend app = null!;
    private OneHolder holder = null!;

    public async ValueTask InitializeAsync()
    {
        app = await Backend.Start();
        holder = new OneHolder(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact, Clause("KKR-11.3")]
    public async Task LinkedCards_ShareOneBalance_AndKeepTheirNumbers()
    {
        var (one, two, three) = (await holder.Card(points: 1_000), await holder.Card(points: 2_000), await holder.Card(points: 3_000));

        var linked = await holder.Link("l1", one, two);
        var redeemed = await app.Redeem(two, 2_000, 2_000);
        var more = await holder.Link("l2", three, two);
        var awarded = await app.Award(one, 100_000);

        Assert.Equal((201, 2_000L, 3_000L), (linked.Status, (long)linked.Json["points"]!, (long)linked.Json["balance"]!["points"]!));
        Assert.Contains("KKR-11.3", linked.Clauses);
        Assert.Equal((201, two, 1_000L), (redeemed.Status, (string?)redeemed.Json["cardNumber"], (long)redeemed.Json["balance"]!["points"]!));
        Assert.Equal((201, 1_000L, 4_000L), (more.Status, (long)more.Json["points"]!, (long)more.Json["balance"]!["points"]!));
        Assert.Equal((201, 5_000L), (awarded.Status, (long)awarded.Json["balance"]!["points"]!));
        foreach (var card in new[] { one, two, three })
            Assert.Equal(5_000, await app.Points(card));
        await holder.Audit([linked, redeemed, more, awarded], held: 5_000);
    }

    [Fact, Clause("KKR-11.2"), Clause("KKR-11.3")]
    public async Task MergingALinkedCard_TakesTheSharedBalance_AndTheCardsLinkedWithIt()
    {
        var (into, mate, one, two) = (await holder.Card(points: 1_000), await holder.Card(points: 100), await holder.Card(points: 2_000), await holder.Card(points: 3_000));
        await holder.Link("l1", into, mate);
        await holder.Link("l2", one, two);

        var merged = await holder.Merge("m1", into, two);
        var within = await holder.Merge("m2", into, mate);

        Assert.Equal((201, 5_000L, 6_100L), (merged.Status, (long)merged.Json["points"]!, (long)merged.Json["balance"]!["points"]!));
        Assert.Equal((201, 0L, 6_100L), (within.Status, (long)within.Json["points"]!, (long)within.Json["balance"]!["points"]!));
        foreach (var ended in new[] { one, two, mate })
        {
            var refused = await app.Redeem(ended, 1_000, 1_000);
            Assert.Equal((410, "card-retired"), (refused.Status, refused.Code));
            Assert.Equal(["KKR-11.2"], refused.Clauses);
        }

        await holder.Audit([merged, within], held: 6_100);
    }

    [Fact]
    public async Task AnOperationFromBeforeTheLink_IsFoundAgain_AndNeverHappensTwice()
    {
        var (one, two) = (await holder.Card(), await holder.Card());
        var award = await app.Award(two, 100_000, "a");
        await app.Post($"api/cards/{two}/operations/f/fence", null);
        await holder.Link("l", one, two);

        var replay = await app.Award(two, 100_000, "a");
        var fenced = await app.Award(two, 100_000, "f");
        var looked = await app.Get($"api/cards/{two}/operations/a");
        var fence = await app.Post($"api/cards/{two}/operations/a/fence", null);
        var voided = await app.Post("api/voids", new { card = one, operationId = "a" }, "v");

        Assert.Equal((201, award.Body, true), (replay.Status, replay.Body, replay.Replayed));
        Assert.Equal((409, "operation-fenced"), (fenced.Status, fenced.Code));
        Assert.Equal("committed", (string?)looked.Json["state"]);
        Assert.Equal("committed", (string?)fence.Json["state"]);
        Assert.Equal((201, -1_000L), (voided.Status, (long)voided.Json["points"]!));
        Assert.Equal(0, await app.Points(two));
    }

    [Fact, Clause("KKR-6.1")]
    public async Task AVoidAfterTheLink_LeavesTheExpiryOfWhatStillCounts()
    {
        At("2024-02-10T10:00:00+09:00");
        var one = await holder.Card(points: 1_000);
        At("2024-05-10T10:00:00+09:00");
        var two = await holder.Card(points: 1_000);
        At("2024-06-01T10:00:00+09:00");
        await holder.Link("l", one, two);

        var voided = await app.Post("api/voids", new { card = two, operationId = $"first-{two}" }, "v");
        var past = (await app.Get($"api/cards/{one}/balance?asOf=2024-05-31")).Json;

        Assert.Equal("2026-02-28", (string?)voided.Json["balance"]!["expiresOn"]);
        Assert.Equal((1_000L, "2026-02-28"), ((long)past["points"]!, (string?)past["expiresOn"]));
    }

    [Fact]
    public async Task TheSameOperationIdOnTwoCards_ThatAreLinkedLater_StaysTwoOperations()
    {
        var (one, two) = (await holder.Card(), await holder.Card());
        await app.Award(one, 100_000, "same");
        await app.Award(two, 200_000, "same");
        await holder.Link("l", one, two);

        var second = await app.Post("api/voids", new { card = two, operationId = "same" }, "v2");
        var first = await app.Post("api/voids", new { card = one, operationId = "same" }, "v1");
        var third = await app.Post("api/voids", new { card = two, operationId = "same" }, "v3");

        Assert.Equal((201, -2_000L), (second.Status, (long)second.Json["points"]!));
        Assert.Equal((201, -1_000L), (first.Status, (long)first.Json["points"]!));
        Assert.Equal((409, "already-voided"), (third.Status, third.Code));
        await holder.Audit([first, second], held: 0);
    }

    [Fact]
    public async Task OnALinkedCard_AnAwardReadsEachAccountThatWasTakenOverOnceMore()
    {
        var (one, two, three) = (await holder.Card(), await holder.Card(), await holder.Card());
        await holder.Link("l", one, two, three);
        await app.Award(two, 100_000);

        var counts = await app.Counted(() => app.Award(two, 100_000));

        // The head; then the operation id in the account itself and in the two it took over.
        Assert.Equal((4, 1), (counts.Requests(Local.Cosmos.RequestKind.Read, "accounts"), counts.Requests(Local.Cosmos.RequestKind.Batch, "accounts")));
    }

    private void At(string instant) => app.Clock.Stop(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture));
}
