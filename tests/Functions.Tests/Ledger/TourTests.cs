namespace Functions.Tests.Ledger;

/// <summary>The main job over HTTP, as a till sees it.</summary>
[Collection(SharedApp.Name)]
public sealed class TourTests(SharedBackend shared)
{
    private readonly Backend app = shared.App;

    [Fact]
    public async Task Award_GivesTenPointsPerThousandYen_AndSaysWhy()
    {
        var card = await app.Card();

        var reply = await app.Award(card, 31_850, "award-1");

        Assert.Equal(201, reply.Status);
        Assert.Equal("award-1", (string?)reply.Json["operationId"]);
        Assert.Equal("award", (string?)reply.Json["kind"]);
        Assert.Equal(310, (long)reply.Json["points"]!);
        Assert.Equal(["KKR-5.2", "KKR-6.1"], reply.Clauses);
        Assert.Contains("31,850円 → 1,000円未満切捨て 31,000円", (string?)reply.Json["explanation"]![0]!["text"], StringComparison.Ordinal);
        Assert.Equal("base", (string?)reply.Json["breakdown"]![0]!["kind"]);
        Assert.Equal(310, (long)reply.Json["balance"]!["points"]!);
        Assert.False(reply.Replayed);
    }

    [Fact]
    public async Task Union_GetsTheMemberBenefitOnTop()
    {
        var card = await app.Card("union");

        var reply = await app.Award(card, 31_850);

        Assert.Equal(620, (long)reply.Json["points"]!);
        Assert.Equal(["KKR-5.2", "KKR-6.2", "KKR-6.1"], reply.Clauses);
        Assert.Equal("memberBenefit", (string?)reply.Json["breakdown"]![1]!["kind"]);
    }

    [Fact]
    public async Task Redemption_OfOneUnitOnASmallerBill_GivesNoChange()
    {
        var card = await app.Card();
        await app.Award(card, 263_000);

        var reply = await app.Redeem(card, 1_000, billYen: 800);

        Assert.Equal(201, reply.Status);
        Assert.Equal(-1_000, (long)reply.Json["points"]!);
        Assert.Equal(800, (long)reply.Json["paidYen"]!);
        Assert.Equal(1_630, (long)reply.Json["balance"]!["points"]!);
        Assert.Equal(["KKR-5.3", "KKR-6.1"], reply.Clauses);
    }

    [Theory]
    [InlineData(999, 800, "redemption-unit", 422)]
    [InlineData(2_000, 800, "exceeds-bill", 422)]
    [InlineData(3_000, 5_000, "insufficient-points", 409)]
    public async Task Redemption_AgainstTheTerms_IsRefusedWithItsClause(long points, long billYen, string code, int status)
    {
        var card = await app.Card();
        await app.Award(card, 263_000);

        var reply = await app.Redeem(card, points, billYen);

        Assert.Equal(status, reply.Status);
        Assert.Equal(code, reply.Code);
        Assert.Equal(["KKR-5.3"], reply.Clauses);
        Assert.Equal(2_630, await app.Points(card));
    }

    [Fact]
    public async Task Return_OfAPart_TakesBackWhatTheSmallerPurchaseWouldNotHaveEarned()
    {
        var card = await app.Card();
        await app.Award(card, 31_850, "sale");

        var reply = await app.Post("api/returns", new { card, awardOperationId = "sale", receiptNumber = "R-1", returnedYen = 1_000 }, "return-1");

        // 30,850 yen would have earned 300.
        Assert.Equal(201, reply.Status);
        Assert.Equal(-10, (long)reply.Json["points"]!);
        Assert.Equal(300, await app.Points(card));
    }

    [Fact]
    public async Task Return_WithTheWrongReceipt_IsRefused()
    {
        var card = await app.Card();
        await app.Award(card, 31_850, "sale");

        var reply = await app.Post("api/returns", new { card, awardOperationId = "sale", receiptNumber = "R-2" }, "return-1");

        Assert.Equal((422, "receipt-mismatch"), (reply.Status, reply.Code));
        Assert.Equal(310, await app.Points(card));
    }

    [Fact]
    public async Task Void_OfARedemption_GivesThePointsBack_AndASecondVoidSaysSo()
    {
        var card = await app.Card();
        await app.Award(card, 200_000);
        await app.Redeem(card, 1_000, billYen: 1_000, "use");

        var first = await app.Post("api/voids", new { card, operationId = "use" }, "void-1");
        var second = await app.Post("api/voids", new { card, operationId = "use" }, "void-2");

        Assert.Equal((201, 1_000L), (first.Status, (long)first.Json["points"]!));
        Assert.Equal((409, "already-voided"), (second.Status, second.Code));
        Assert.Equal("void-1", (string?)second.Json["earlier"]!["operationId"]);
        Assert.Equal(2_000, await app.Points(card));
    }

    [Fact]
    public async Task Quote_SaysWhatWillHappen_AndWritesNothing()
    {
        var card = await app.Card();

        var quote = await app.Post("api/quotes", new { award = new { card, amountYen = 31_850, facility = "tokyo", department = "lodging" } });

        Assert.Equal((200, 310L), (quote.Status, (long)quote.Json["points"]!));
        Assert.Equal(0, await app.Points(card));
        Assert.Single((await app.Get($"api/cards/{card}/entries")).Json["entries"]!.AsArray());
    }

    [Fact]
    public async Task Balance_ByScan_IsTheSameAsByNumber()
    {
        var issued = await app.Post("api/programs/kkr/cards", new { medium = "nfc", memberClass = "general", chipId = Backend.NewId() }, Backend.NewId(), "kkr-front.local");
        var card = (string)issued.Json["cardNumber"]!;
        await app.Award(card, 12_000);

        var scanned = await app.Post("api/balance", new { card = (string)issued.Json["scanPayload"]! });

        Assert.Equal(300, (long)issued.Json["feeYen"]!);
        Assert.Equal((200, 120L), (scanned.Status, (long)scanned.Json["points"]!));
        Assert.Equal(card, (string?)scanned.Json["cardNumber"]);
    }

    [Fact]
    public async Task Entries_ComeNewestFirst_PageByPage_AndTheirHashesChain()
    {
        var card = await app.Card();
        for (var i = 1; i <= 5; i++)
            await app.Award(card, 1_000 * i, $"a{i}");

        var first = (await app.Get($"api/cards/{card}/entries?limit=4")).Json;
        var second = (await app.Get($"api/cards/{card}/entries?limit=4&continuation={first["continuation"]}")).Json;

        Assert.Equal(["a5", "a4", "a3", "a2"], first["entries"]!.AsArray().Select(e => (string)e!["operationId"]!));
        Assert.Equal("a1", (string?)second["entries"]![0]!["operationId"]);
        Assert.Null(second["continuation"]);
        Assert.Equal((string?)first["entries"]![1]!["hash"], (string?)first["entries"]![0]!["previousHash"]);
        Assert.Equal((string?)second["entries"]![0]!["hash"], (string?)first["entries"]![3]!["previousHash"]);
        Assert.Equal(150, (long)first["entries"]![0]!["balanceAfter"]!);
    }
}
