using System.Text;

namespace Functions.Tests.Http;

/// <summary>Every kind of bad input gets an answer that says what to do, and nothing is written.</summary>
[Collection(SharedApp.Name)]
public sealed class BadInputTests(SharedBackend shared)
{
    private readonly Backend app = shared.App;

    [Theory]
    [InlineData(null)]
    [InlineData("kkr-pos.wrong")]
    [InlineData("nobody.local")]
    [InlineData("kkr-pos")]
    [InlineData(".local")]
    [InlineData("kkr-pos.")]
    public async Task NoKeyOrAWrongOne_Is401_AndTheAnswerIsAlwaysTheSame(string? key)
    {
        var reply = await app.Get($"api/cards/{await app.Card()}/balance", key);

        Assert.Equal((401, "unauthorized"), (reply.Status, reply.Code));
        Assert.Equal("Bearer", reply.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public async Task ATillCannotIssueCards()
    {
        var reply = await app.Post("api/programs/kkr/cards", new { medium = "qr" }, "x", "kkr-pos.local");

        Assert.Equal((403, "forbidden"), (reply.Status, reply.Code));
    }

    [Theory]
    [InlineData("4101000000000000")]
    [InlineData("1234567890123456")]
    [InlineData("not-a-card")]
    [InlineData("../../keys/kkr-pos")]
    public async Task UnknownAndForgedCards_Are404_AllAlike(string card)
    {
        var reply = await app.Award(card, 1_000);

        Assert.Equal((404, "card-unknown"), (reply.Status, reply.Code));
        Assert.DoesNotContain(card, reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryWrongFieldIsNamedInOneAnswer()
    {
        var card = await app.Card();

        var reply = await app.Post("api/awards", $$"""
            {"card":"{{card}}","amountYen":-1,"taxYen":"ten","guests":0,"facility":"paris","department":"spa","payment":"gold","beforeSettlement":1,
             "occurredAt":"2026-03-01","campaigns":["none"],"items":[{"category":"goods","amountYen":1.5,"sku":1}],"surprise":true}
            """, "bad");

        Assert.Equal((400, "invalid-fields"), (reply.Status, reply.Code));
        Assert.Equal(
            ["amountYen", "beforeSettlement", "campaigns[0]", "department", "facility", "guests", "items[0].amountYen", "items[0].sku", "occurredAt", "payment", "surprise", "taxYen"],
            reply.Json["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
        Assert.Equal("must be one of tokyo, osaka, hakone, atami", (string?)reply.Json["errors"]!["facility"]![0]);
        Assert.Equal("unseen", (string?)(await app.Get($"api/cards/{card}/operations/bad")).Json["state"]);
    }

    [Theory]
    [InlineData("9007199254740992")]
    [InlineData("1000000000")]
    [InlineData("9223372036854775808")]
    [InlineData("-1")]
    [InlineData("1e3")]
    [InlineData("1000.5")]
    [InlineData("\"1000\"")]
    [InlineData("null")]
    [InlineData("[1000]")]
    public async Task AmountsThatAreNotWholeYenInReach_Are400(string amount)
    {
        var card = await app.Card();

        var reply = await app.Post("api/awards", $$"""{"card":"{{card}}","amountYen":{{amount}},"facility":"tokyo","department":"lodging"}""", Backend.NewId());

        Assert.Equal((400, "invalid-fields"), (reply.Status, reply.Code));
        Assert.Equal("amountYen", Assert.Single(reply.Json["errors"]!.AsObject()).Key);
        Assert.Equal(0, await app.Points(card));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{\"card\":\"a\",\"card\":\"b\"}")]
    [InlineData("{} {}")]
    [InlineData("// comment\n{}")]
    [InlineData("{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}")]
    public async Task BodiesThatAreNotOneJsonObject_Are400(string body)
    {
        var reply = await app.Post("api/awards", body, Backend.NewId());

        Assert.Equal((400, "invalid-json"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task ABodyThatIsNotUtf8_Is400()
    {
        byte[] body = [.. Encoding.ASCII.GetBytes("{\"card\":\""), 0xC3, 0x28, .. Encoding.ASCII.GetBytes("\"}")];

        var reply = await app.Send(HttpMethod.Post, "api/awards", new ByteArrayContent(body), Backend.NewId(), "kkr-pos.local");

        Assert.Equal(400, reply.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ABodyOver64KiB_Is413_WithAndWithoutALength(bool withLength)
    {
        HttpContent content = withLength ? new ByteArrayContent(new byte[65_537]) : new StreamContent(new Unsized(new byte[65_537]));

        var reply = await app.Send(HttpMethod.Post, "api/awards", content, Backend.NewId(), "kkr-pos.local");

        Assert.Equal((413, "body-too-large"), (reply.Status, reply.Code));
    }

    [Theory]
    [InlineData(null, "idempotency-key-missing")]
    [InlineData("", "idempotency-key-invalid")]
    [InlineData("with space", "idempotency-key-invalid")]
    [InlineData("colon:", "idempotency-key-invalid")]
    [InlineData("日本", "idempotency-key-invalid")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", "idempotency-key-invalid")]
    public async Task OperationIds_AreOneTo64PlainCharacters(string? key, string code)
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/awards") { Content = content };
        request.Headers.Authorization = new("Bearer", "kkr-pos.local");
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", Uri.EscapeDataString(key) == key || key.All(char.IsAscii) ? key : Uri.EscapeDataString(key));
        using var response = await app.Http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(code, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnIdOf64Characters_IsFine()
    {
        var card = await app.Card();

        Assert.Equal(201, (await app.Award(card, 1_000, new string('k', 64))).Status);
    }

    [Theory]
    [InlineData(301, 422, "occurred-in-the-future")]
    [InlineData(240, 201, null)]
    [InlineData(-29 * 86_400, 201, null)]
    [InlineData(-31 * 86_400, 422, "occurred-too-long-ago")]
    public async Task OccurredAt_MayBeFiveMinutesAheadAndThirtyDaysBack(int seconds, int status, string? code)
    {
        var card = await app.Card();

        var reply = await app.Award(card, 1_000, occurredAt: $"{app.Clock.GetUtcNow().AddSeconds(seconds):yyyy-MM-dd'T'HH:mm:ss'Z'}");

        Assert.Equal((status, code), (reply.Status, reply.Code));
    }

    [Theory]
    [InlineData(999, 0)]
    [InlineData(1_000, 10)]
    [InlineData(1_999, 10)]
    public async Task AmountsAroundAThousandYen(long amountYen, long points)
    {
        var card = await app.Card();

        var reply = await app.Award(card, amountYen);

        Assert.Equal((201, points), (reply.Status, (long)reply.Json["points"]!));
    }

    [Theory]
    [InlineData("asOf=yesterday")]
    [InlineData("asOf=2026-02-30")]
    [InlineData("asOf=")]
    public async Task ADateThatIsNone_Is400(string query)
    {
        var reply = await app.Get($"api/cards/{await app.Card()}/balance?{query}");

        Assert.Equal((400, "invalid-fields"), (reply.Status, reply.Code));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=ten")]
    [InlineData("continuation=-1")]
    public async Task APageThatIsNone_Is400(string query)
    {
        var reply = await app.Get($"api/cards/{await app.Card()}/entries?{query}");

        Assert.Equal((400, "invalid-fields"), (reply.Status, reply.Code));
    }

    private sealed class Unsized(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
