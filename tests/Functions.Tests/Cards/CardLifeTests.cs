using System.Text;

namespace Functions.Tests.Cards;

/// <summary>The life of a card over HTTP.</summary>
[Collection(SharedApp.Name)]
public sealed class CardLifeTests(SharedBackend shared)
{
    private readonly Backend app = shared.App;

    [Fact, Clause("KKR-14.2")]
    public async Task ABlockedCard_RedeemsNothing_AndSaysWhatMayBeDoneNext()
    {
        var card = await app.Card();
        await app.Award(card, 200_000);

        var blocked = await Change(card, "suspension", new { reason = "suspicion" });
        var use = await app.Redeem(card, 1_000, 1_000);
        var state = (await app.Get($"api/cards/{card}")).Json;
        var resumed = await Change(card, "resumption", new { identityConfirmed = true });

        Assert.Equal((201, "suspended"), (blocked.Status, (string?)blocked.Json["status"]));
        Assert.Equal((409, "card-suspended"), (use.Status, use.Code));
        Assert.Equal(("suspended", "suspicion"), ((string?)state["status"], (string?)state["suspendedFor"]));
        Assert.Equal(["resume", "renewScanToken", "recall", "withdraw", "forfeit"], state["allowedActions"]!.AsArray().Select(action => (string)action!));
        Assert.Equal((201, "active"), (resumed.Status, (string?)resumed.Json["status"]));
        Assert.Equal(201, (await app.Redeem(card, 1_000, 1_000)).Status);
    }

    [Fact, Clause("KKR-12.2"), Clause("KKR-12.3")]
    public async Task ABrokenCard_GetsANewNumberAndToken_TheOldOnesAreGone()
    {
        var issued = await app.Post("api/programs/kkr/cards", new { medium = "nfc" }, Backend.NewId(), "kkr-front.local");
        var card = (string)issued.Json["cardNumber"]!;
        await app.Award(card, 200_000, "buy");

        var reissued = await Change(card, "reissue", new { reason = "damaged", identityConfirmed = true }, "new");
        var again = await Change(card, "reissue", new { reason = "damaged", identityConfirmed = true }, "new");
        var newCard = (string)reissued.Json["cardNumber"]!;

        Assert.Equal((201, 0L, card), (reissued.Status, (long)reissued.Json["feeYen"]!, (string?)reissued.Json["previousCardNumber"]));
        Assert.Equal((201, reissued.Body, true), (again.Status, again.Body, again.Replayed));
        Assert.NotEqual(card, newCard);
        Assert.Equal(2_000, await app.Points(newCard));
        Assert.Equal((410, "card-retired"), (await Code(app.Award(card, 1_000))));
        Assert.Equal((410, "card-retired"), (await Code(app.Post("api/balance", new { card = (string)issued.Json["scanPayload"]! }))));
        Assert.Equal((410, "card-retired"), (await Code(app.Get($"api/cards/{card}/balance"))));
        Assert.Equal(200, (await app.Post("api/balance", new { card = (string)reissued.Json["scanPayload"]! })).Status);
        Assert.Equal("retired", (string?)(await app.Get($"api/cards/{card}")).Json["status"]);
        Assert.Equal(201, (await app.Post("api/voids", new { card = newCard, operationId = "buy" }, Backend.NewId())).Status);
    }

    [Fact, Clause("KKR-P-lost")]
    public async Task AReportOfLoss_WithoutMyPage_IsRefusedWithTheClause()
    {
        var reply = await Change(await app.Card(), "suspension", new { reason = "lost", identityConfirmed = true });

        Assert.Equal((422, "my-page-needed"), (reply.Status, reply.Code));
        Assert.Equal(["KKR-P-lost"], reply.Clauses);
    }

    [Fact, Clause("KKR-15.2")]
    public async Task AWithdrawnCard_IsGoneAtOnce()
    {
        var card = await app.Card();
        await app.Award(card, 200_000);

        var gone = await Change(card, "withdrawal", new { });
        var balance = (await app.Get($"api/cards/{card}/balance")).Json;

        Assert.Equal((201, -2_000L, "retired"), (gone.Status, (long)gone.Json["points"]!, (string?)gone.Json["status"]));
        Assert.Equal(("retired", 0L), ((string?)balance["status"], (long)balance["points"]!));
        Assert.Equal((410, "card-retired"), await Code(app.Award(card, 1_000)));
        Assert.Empty((await app.Get($"api/cards/{card}")).Json["allowedActions"]!.AsArray());
    }

    [Fact, Clause("KKR-16.4")]
    public async Task TheReasonOfAForfeiture_IsInNoAnswerBelowOperator()
    {
        const string reason = "反社会的勢力との関係 ZZ-REASON";
        var card = await app.Card();
        await app.Award(card, 200_000);

        var byFront = await Change(card, "forfeiture", new { reason });
        var gone = await Change(card, "forfeiture", new { reason }, "end", "kkr-operator.local");
        List<Reply> seen =
        [
            byFront, gone, await app.Award(card, 1_000), await app.Get($"api/cards/{card}"), await app.Get($"api/cards/{card}/balance"),
            await app.Get($"api/cards/{card}/entries"), await app.Get($"api/cards/{card}/operations/end"), await app.Get($"api/cards/{card}/forfeiture", "kkr-front.local"),
        ];

        Assert.Equal((403, 201), (byFront.Status, gone.Status));
        Assert.All(seen, reply => Assert.DoesNotContain("ZZ-REASON", reply.Body, StringComparison.Ordinal));
        Assert.Equal(reason, (string?)(await app.Get($"api/cards/{card}/forfeiture", "kkr-operator.local")).Json["reasons"]![0]);
        Assert.Equal((410, "card-retired"), await Code(app.Award(card, 1_000)));
    }

    [Fact]
    public async Task SuspensionAndRedemptionsAtOnce_NothingIsRedeemedAfterItsAnswer()
    {
        var card = await app.Card();
        await app.Award(card, 2_000_000);
        var redemptions = Enumerable.Range(0, 15).Select(i => app.Redeem(card, 1_000, 1_000, $"r{i}")).ToList();

        var suspended = await Change(card, "suspension", new { reason = "suspicion" });
        var late = await app.Redeem(card, 1_000, 1_000);
        var early = await Task.WhenAll(redemptions);

        Assert.Equal((201, 409), (suspended.Status, late.Status));
        Assert.All(early, reply => Assert.Contains(reply.Status, new[] { 201, 409 }));
        Assert.Equal(20_000 - (1_000 * early.Count(reply => reply.Status == 201)), await app.Points(card));
        await Ledger.LedgerAudit.Check(app, card, [suspended, .. early]);
    }

    [Theory]
    [InlineData("svg", "<svg")]
    [InlineData("png", "PNG")]
    public async Task TheQrCode_IsDrawnForTheFront(string format, string start)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/cards/{await app.Card()}/qr?format={format}");
        request.Headers.Authorization = new("Bearer", "kkr-front.local");
        using var response = await app.Http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Contains(start, Encoding.Latin1.GetString(bytes.AsSpan(0, 200)), StringComparison.Ordinal);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task UnknownReasons_AreNamed()
    {
        var reply = await Change(await app.Card(), "suspension", new { reason = "angry", why = 1 });

        Assert.Equal((400, "invalid-fields"), (reply.Status, reply.Code));
        Assert.Equal(["reason", "why"], reply.Json["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
    }

    private Task<Reply> Change(string card, string action, object? body, string? id = null, string key = "kkr-front.local") =>
        app.Post($"api/cards/{card}/{action}", body, id ?? Backend.NewId(), key);

    private static async Task<(int, string?)> Code(Task<Reply> reply) => ((await reply).Status, (await reply).Code);
}
