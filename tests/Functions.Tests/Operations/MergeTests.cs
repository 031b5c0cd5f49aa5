using System.Globalization;

namespace Functions.Tests.Operations;

/// <summary>One card receives the points of others over HTTP.</summary>
public sealed class MergeTests : IAsyncLifetime
{
    private Backend app = null!;
    private OneHolder holder = null!;

    public async ValueTask InitializeAsync()
    {
        app = await Backend.Start();
        holder = new OneHolder(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact, Clause("KKR-11.2")]
    public async Task TheChosenCardReceivesTheSum_AndEveryOtherCardNeverWorksAgain()
    {
        At("2024-02-10T10:00:00+09:00");
        var (into, one) = (await holder.Card(points: 1_500), await holder.Card(points: 2_000));
        At("2024-05-10T10:00:00+09:00");
        var two = await holder.Card(points: 500);

        var merged = await holder.Merge("m1", into, one, two);
        var again = await holder.Merge("m1", into, one, two);
        var award = await app.Award(one, 1_000);
        var balance = (await app.Get($"api/cards/{two}/balance")).Json;

        Assert.Equal((201, "merge", into, 2_500L, 4_000L), (merged.Status, (string?)merged.Json["kind"], (string?)merged.Json["cardNumber"], (long)merged.Json["points"]!, (long)merged.Json["balance"]!["points"]!));
        Assert.Equal("2026-05-31", (string?)merged.Json["balance"]!["expiresOn"]);
        Assert.Equal(["KKR-11.1", "KKR-11.2", "KKR-6.1"], merged.Clauses);
        Assert.Equal("残高を合算: 1,500 + 2,000 + 500 = 4,000ポイント", (string?)merged.Json["explanation"]![1]!["text"]);
        Assert.Equal([into, one, two], merged.Json["cards"]!.AsArray().Select(card => (string)card!));
        Assert.Equal((201, true, merged.Body), (again.Status, again.Replayed, again.Body));
        Assert.Equal((410, "card-retired"), (award.Status, award.Code));
        Assert.Equal(["KKR-11.2"], award.Clauses);
        Assert.Equal((0L, "retired"), ((long)balance["points"]!, (string?)balance["status"]));
        Assert.Equal(201, (await app.Redeem(into, 4_000, 4_000)).Status);
        await holder.Audit([merged], held: 0);
    }

    [Fact, Clause("KKR-11.1")]
    public async Task OnlyCardsOfOnePersonWithMyPage_AndOfOneHolderKind()
    {
        var (into, group, stranger, anonymous) = (await holder.Card(), await holder.Card("group"), await holder.Card(another: true), await app.Card());

        var kinds = await holder.Merge("m1", into, group);
        var people = await holder.Link("l1", into, stranger);
        var nobody = await holder.Merge("m2", into, anonymous);

        Assert.Equal((422, "different-holder-kind"), (kinds.Status, kinds.Code));
        Assert.Equal((422, "different-holder"), (people.Status, people.Code));
        Assert.Equal((422, "my-page-needed"), (nobody.Status, nobody.Code));
        Assert.All([kinds, people, nobody], refused => Assert.Equal(["KKR-11.1"], refused.Clauses));
        await holder.Audit([]);
    }

    [Fact, Clause("KEIO-4.1")]
    public async Task WhereTheTermsSayNo_ItIsRefusedWithTheClause()
    {
        var (one, two) = (await KeioCard(), await KeioCard());

        var merge = await app.Post("api/merges", new { into = one, from = new[] { two } }, "m", "keio-front.local");
        var link = await app.Post("api/links", new { cards = new[] { one, two } }, "l", "keio-front.local");

        Assert.Equal((422, "merge-not-allowed"), (merge.Status, merge.Code));
        Assert.Equal((422, "link-not-allowed"), (link.Status, link.Code));
        Assert.Equal(["KEIO-4.1"], merge.Clauses);
    }

    [Fact]
    public async Task WrongRequests_NameTheField()
    {
        var (one, two) = (await holder.Card(), await holder.Card());

        Assert.Equal("must name each card once", (string?)(await holder.Merge("m1", one, one)).Json["errors"]!["from"]![0]);
        Assert.Equal("must name each card once", (string?)(await holder.Link("l1", one, two, two)).Json["errors"]!["cards"]![0]);
        Assert.Equal("must be a list of 2 to 8", (string?)(await holder.Link("l2", one)).Json["errors"]!["cards"]![0]);
        Assert.Equal("must be a list of 1 to 7", (string?)(await holder.Merge("m2", one)).Json["errors"]!["from"]![0]);
        Assert.Equal((404, "card-unknown"), ((await holder.Merge("m3", one, "4101000000000018")).Status, (await holder.Merge("m3", one, "nothing")).Code));
        Assert.Equal(403, (await app.Post("api/merges", new { into = one, from = new[] { two } }, "m4")).Status);
        Assert.Equal(400, (await app.Post("api/merges", new { into = one, from = new[] { two } }, key: "kkr-front.local")).Status);
    }

    [Fact, Clause("KKR-11.2")]
    public async Task WhatHappenedBefore_CanStillBeCorrected_OnTheCardThatIsLeft()
    {
        At("2024-02-10T10:00:00+09:00");
        var (into, from) = (await holder.Card(points: 1_000), await holder.Card());
        await app.Award(from, 300_000, "stay");
        var used = await app.Redeem(from, 1_000, 1_000, "used");
        await holder.Merge("m1", into, from);

        var fromRetired = await app.Post("api/voids", new { card = from, operationId = "used" }, "v0");
        var giveBack = await app.Post("api/voids", new { card = into, operationId = "used" }, "v1");
        var twice = await app.Post("api/voids", new { card = into, operationId = "used" }, "v2");
        var part = await app.Post("api/returns", new { card = into, awardOperationId = "stay", receiptNumber = "R-1", returnedYen = 100_000 }, "b1");
        var whole = await app.Post("api/voids", new { card = into, operationId = "stay" }, "v3");
        var replay = await app.Redeem(from, 1_000, 1_000, "used");
        var looked = await app.Get($"api/cards/{from}/operations/used");

        Assert.Equal((410, "card-retired"), (fromRetired.Status, fromRetired.Code));
        Assert.Equal((201, 1_000L, 4_000L), (giveBack.Status, (long)giveBack.Json["points"]!, (long)giveBack.Json["balance"]!["points"]!));
        Assert.Equal((409, "already-voided"), (twice.Status, twice.Code));
        Assert.Equal((201, -1_000L), (part.Status, (long)part.Json["points"]!));
        Assert.Equal((201, -2_000L, 1_000L), (whole.Status, (long)whole.Json["points"]!, (long)whole.Json["balance"]!["points"]!));
        Assert.Equal((201, used.Body, true), (replay.Status, replay.Body, replay.Replayed));
        Assert.Equal("committed", (string?)looked.Json["state"]);
        await holder.Audit([giveBack, part, whole], held: 1_000);
    }

    [Fact]
    public async Task TheOperationIdIsOfTheReceivingCard_FencedOrTaken()
    {
        var (into, from) = (await holder.Card(points: 1_000), await holder.Card(points: 1_000));
        await app.Post($"api/cards/{into}/operations/gone/fence", null);

        var fenced = await holder.Merge("gone", into, from);
        var taken = await holder.Merge($"first-{into}", into, from);

        Assert.Equal((409, "operation-fenced"), (fenced.Status, fenced.Code));
        Assert.Equal((409, "operation-conflict"), (taken.Status, taken.Code));
        Assert.Equal((1_000L, 1_000L), (await app.Points(into), await app.Points(from)));
        await holder.Audit([], held: 2_000);
    }

    private async Task<string> KeioCard() =>
        (string)(await app.Post("api/programs/keio/cards", new { medium = "nfc" }, Backend.NewId(), "keio-front.local")).Json["cardNumber"]!;

    private void At(string instant) => app.Clock.Stop(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture));
}
