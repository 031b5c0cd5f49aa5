using Microsoft.Extensions.DependencyInjection;
using Functions.Ledger;
using Functions.Store;
using Local.Cosmos;

namespace Functions.Tests.Ledger;

/// <summary>The other three programs over HTTP: each rule is data, so each shows in its answers.</summary>
public sealed class FourProgramsTests : IAsyncLifetime
{
    private Backend app = null!;

    public async ValueTask InitializeAsync() => app = await Backend.Start();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact, Clause("KAMPO-6.1b")]
    public async Task Kampo_DividesByGuests_AndBarsThePointsUntilTomorrow()
    {
        At("2024-05-10T11:00:00+09:00");
        var card = await Card("kampo");

        var award = await Stay("kampo", card, "hakone", 31_850, guests: 2, "stay-1");
        var today = await Balance("kampo", card);
        var use = await app.Post("api/redemptions", new { card, points = 100, billYen = 5_000, facility = "hakone", department = "lodging" }, "use-1", "kampo-pos.local");
        At("2024-05-11T00:00:00+09:00");
        var tomorrow = await Balance("kampo", card);

        Assert.Equal((201, 159L), (award.Status, (long)award.Json["points"]!));
        Assert.Equal("31,850円 ÷ 2名 = 15,925円", (string?)award.Json["explanation"]![0]!["text"]);
        Assert.Equal((159L, 0L), ((long)today["points"]!, (long)today["available"]!));
        Assert.Equal((422, "same-day-points"), (use.Status, use.Code));
        Assert.Equal(["KAMPO-6.2"], use.Clauses);
        Assert.Equal(159, (long)tomorrow["available"]!);
    }

    [Fact, Clause("KEIO-3.2")]
    public async Task Keio_TravelPointsArePending_UntilTheirAwardDate()
    {
        At("2024-05-10T11:00:00+09:00");
        var card = await Card("keio");

        var award = await app.Post("api/awards", new { card, amountYen = 11_000, taxYen = 1_000, facility = "shinjuku", department = "travel" }, "trip", "keio-pos.local");
        var before = await Balance("keio", card);
        At("2024-05-17T00:00:00+09:00");
        var after = await Balance("keio", card);

        Assert.Equal((201, 100L), (award.Status, (long)award.Json["points"]!));
        Assert.Equal((0L, 0L, 100L), ((long)before["points"]!, (long)before["available"]!, (long)before["pending"]!));
        Assert.Equal((100L, 100L, 0L), ((long)after["points"]!, (long)after["available"]!, (long)after["pending"]!));
        Assert.Equal("2026-04-30", (string?)after["expiresOn"]);
    }

    [Fact, Clause("KEIO-9")]
    public async Task Keio_AReturnMayLeaveADebt_ThatLaterAwardsFill()
    {
        var card = await Card("keio");
        await app.Post("api/awards", new { card, amountYen = 10_000, facility = "shinjuku", department = "store", receiptNumber = "R-1" }, "buy", "keio-pos.local");
        await app.Post("api/redemptions", new { card, points = 80, billYen = 80, facility = "shinjuku", department = "store" }, "use", "keio-pos.local");

        var returned = await app.Post("api/returns", new { card, awardOperationId = "buy", receiptNumber = "R-1" }, "back", "keio-pos.local");
        var filled = await app.Post("api/awards", new { card, amountYen = 10_000, facility = "shinjuku", department = "store" }, "buy-2", "keio-pos.local");

        Assert.Equal((201, -100L, -80L), (returned.Status, (long)returned.Json["points"]!, (long)returned.Json["balance"]!["points"]!));
        Assert.Contains("KEIO-9", returned.Clauses);
        Assert.Equal((100L, 20L), ((long)filled.Json["points"]!, (long)filled.Json["balance"]!["points"]!));
    }

    [Fact, Clause("KEIO-7")]
    public async Task Keio_ExchangesForARewardOfTheCatalogue_AndItIsFinal()
    {
        var card = await Card("keio");
        await app.Post("api/awards", new { card, amountYen = 60_000, facility = "shinjuku", department = "store" }, "buy", "keio-pos.local");

        var unknown = await app.Post("api/exchanges", new { card, rewardId = "car" }, "x0", "keio-front.local");
        var done = await app.Post("api/exchanges", new { card, rewardId = "gift-500", quantity = 1 }, "x1", "keio-front.local");
        var again = await app.Post("api/exchanges", new { card, rewardId = "gift-500", quantity = 1 }, "x1", "keio-front.local");
        var more = await app.Post("api/exchanges", new { card, rewardId = "gift-500" }, "x2", "keio-front.local");
        var undo = await app.Post("api/voids", new { card, operationId = "x1" }, "v1", "keio-pos.local");

        Assert.Equal((400, "must be one of gift-500, gift-3000"), (unknown.Status, (string?)unknown.Json["errors"]!["rewardId"]![0]));
        Assert.Equal((201, -500L, "gift-500"), (done.Status, (long)done.Json["points"]!, (string?)done.Json["rewardId"]));
        Assert.Equal((201, done.Body), (again.Status, again.Body));
        Assert.Equal((409, "insufficient-points"), (more.Status, more.Code));
        Assert.Equal((422, "not-voidable"), (undo.Status, undo.Code));
        Assert.Equal(["KEIO-7"], undo.Clauses);
        Assert.Equal(["gift-500", "gift-3000"], (await app.Get("api/programs/keio/rewards", "keio-front.local")).Json["rewards"]!.AsArray().Select(r => (string)r!["id"]!));
    }

    [Fact, Clause("KAMPO-6.1e")]
    public async Task Kampo_PointsOfAStayGoToTheFamily_OnlyOnItsDay_OnlyWithinTheHouseholdAndTheSecondDegree()
    {
        At("2024-05-10T11:00:00+09:00");
        var (from, to) = (await Card("kampo"), await Card("kampo"));
        await Stay("kampo", from, "hakone", 31_850, guests: 2, "stay-1");
        object Gift(bool sameHousehold = true, int kinshipDegree = 2, long? points = 100, string? toCard = null) =>
            new { card = from, toCard = toCard ?? to, awardOperationId = "stay-1", points, sameHousehold, kinshipDegree };

        var apart = await app.Post("api/transfers", Gift(sameHousehold: false), "t1", "kampo-pos.local");
        var distant = await app.Post("api/transfers", Gift(kinshipDegree: 3), "t2", "kampo-pos.local");
        var tooMany = await app.Post("api/transfers", Gift(points: 160), "t3", "kampo-pos.local");
        var self = await app.Post("api/transfers", Gift(toCard: from), "t4", "kampo-pos.local");
        var done = await app.Post("api/transfers", Gift(), "t5", "kampo-pos.local");
        var again = await app.Post("api/transfers", Gift(), "t5", "kampo-pos.local");
        var rest = await app.Post("api/transfers", Gift(points: null), "t6", "kampo-pos.local");
        var nothing = await app.Post("api/transfers", Gift(points: null), "t7", "kampo-pos.local");

        Assert.Equal((422, "transfer-not-allowed"), (apart.Status, apart.Code));
        Assert.Equal((422, "transfer-not-allowed"), (distant.Status, distant.Code));
        Assert.Equal(["KAMPO-6.1e"], distant.Clauses);
        Assert.Equal((409, "insufficient-points"), (tooMany.Status, tooMany.Code));
        Assert.Equal(400, self.Status);
        Assert.Equal((201, -100L, 59L), (done.Status, (long)done.Json["points"]!, (long)done.Json["balance"]!["points"]!));
        Assert.Equal((201, done.Body, true), (again.Status, again.Body, again.Replayed));
        Assert.Equal(-59, (long)rest.Json["points"]!);
        Assert.Equal(409, nothing.Status);
        Assert.Equal((0L, 159L), ((long)(await Balance("kampo", from))["points"]!, (long)(await Balance("kampo", to))["points"]!));
        Assert.Equal(0, (long)(await Balance("kampo", to))["available"]!);
    }

    [Theory, Clause("KAMPO-6.1e")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task ATransferThatDiesHalfWay_IsFinishedLater_OrNeverHappened(int callsBeforeDeath)
    {
        At("2024-05-10T11:00:00+09:00");
        var (from, to) = (await Card("kampo"), await Card("kampo"));
        await Stay("kampo", from, "hakone", 31_850, guests: 2, "stay-1");
        var calls = 0;
        app.Cosmos.Faults.OnRequest = request => Interlocked.Increment(ref calls) > callsBeforeDeath ? Fault.UnavailableBefore() : null;
        await app.Post("api/transfers", new { card = from, toCard = to, awardOperationId = "stay-1", points = 100, sameHousehold = true, kinshipDegree = 1 }, "t", "kampo-pos.local");
        app.Cosmos.Faults.OnRequest = null;

        At("2024-05-10T12:00:00+09:00");
        var transfers = app.Services.GetRequiredService<Transfers>();
        await transfers.FinishAll(CancellationToken.None);
        await transfers.FinishAll(CancellationToken.None);

        var balances = ((long)(await Balance("kampo", from))["points"]!, (long)(await Balance("kampo", to))["points"]!);
        Assert.Contains(balances, new[] { (159L, 0L), (59L, 100L) });
        Assert.Empty(await app.Services.GetRequiredService<CosmosStore>().Operations.Query(
            new Microsoft.Azure.Cosmos.QueryDefinition("SELECT * FROM c"), partition: null, StoreJson.Readable.OpenTransfer, CancellationToken.None));
    }

    [Fact, Clause("KAMPO-1")]
    public async Task Kampo_NobodyInElementarySchoolJoins()
    {
        At("2026-04-01T09:00:00+09:00");
        object Child(string birthDate) => new { medium = "nfc", holder = new { name = "甲野花子", birthDate } };

        var first = await app.Post("api/programs/kampo/cards", Child("2014-04-01"), "c1", "kampo-front.local");
        var second = await app.Post("api/programs/kampo/cards", Child("2014-04-02"), "c2", "kampo-front.local");

        Assert.Equal(201, first.Status);
        Assert.Equal((422, "too-young"), (second.Status, second.Code));
        Assert.Equal(["KAMPO-1"], second.Clauses);
        Assert.Contains("2027年4月1日", (string?)second.Json["detail"], StringComparison.Ordinal);
        Assert.DoesNotContain("甲野", first.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kampo", "hakone", "2026-07-31", true, null, "late-checkout shop-discount birthday"), Clause("KAMPO-6.3"), Clause("KAMPO-6.4"), Clause("KAMPO-6.5")]
    [InlineData("kampo", "hakone", "2026-08-01", true, null, "late-checkout shop-discount")]
    [InlineData("kampo", "hakone", "2026-07-31", false, null, "shop-discount")]
    [InlineData("kamenoi", "beppu", "2026-07-31", true, null, "late-checkout shop-discount"), Clause("KAMENOI-6.3"), Clause("KAMENOI-6.4"), Clause("KAMENOI-6.5")]
    [InlineData("kamenoi", "beppu", "2026-07-20", true, null, "late-checkout shop-discount birthday")]
    [InlineData("kamenoi", "beppu", "2026-07-20", true, "agency", ""), Clause("KAMENOI-6.6")]
    [InlineData("kamenoi", "izu-kogen", "2026-07-20", true, null, "lounge-drink"), Clause("KAMENOI-6.7")]
    public async Task Perks_DependOnBookingBirthAndFacility(string program, string facility, string date, bool requested, string? booking, string expected)
    {
        At("2026-07-01T09:00:00+09:00");
        var card = await Card(program, new { medium = "nfc", holder = new { birthDate = "1980-07-20" } });

        var reply = await app.Get(
            $"api/cards/{card}/perks?facility={facility}&date={date}&requestedAtBooking={(requested ? "true" : "false")}{(booking is null ? "" : $"&booking={booking}")}", $"{program}-pos.local");

        Assert.Equal(200, reply.Status);
        Assert.Equal(expected, string.Join(' ', reply.Json["perks"]!.AsArray().Select(perk => (string)perk!["id"]!)));
        Assert.All(reply.Json["others"]!.AsArray(), perk => Assert.NotEmpty(perk!["clauses"]!.AsArray()));
    }

    [Fact]
    public async Task ACardOfAnotherProgram_IsUnknown()
    {
        var card = await Card("keio");

        var reply = await app.Award(card, 1_000);

        Assert.Equal((404, "card-unknown"), (reply.Status, reply.Code));
    }

    private Task<Reply> Stay(string program, string card, string facility, long amountYen, int guests, string id) =>
        app.Post("api/awards", new { card, amountYen, guests, facility, department = "lodging", payment = "cash", booking = "direct" }, id, $"{program}-pos.local");

    private async Task<string> Card(string program, object? body = null)
    {
        var reply = await app.Post($"api/programs/{program}/cards", body ?? new { medium = "nfc" }, Backend.NewId(), $"{program}-front.local");
        Assert.Equal(201, reply.Status);
        return (string)reply.Json["cardNumber"]!;
    }

    private async Task<System.Text.Json.Nodes.JsonNode> Balance(string program, string card) => (await app.Get($"api/cards/{card}/balance", $"{program}-pos.local")).Json;

    private void At(string instant) => app.Clock.Stop(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture));
}
