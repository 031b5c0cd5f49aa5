namespace Functions.Tests.Cards;

/// <summary>What a card shows to readers can be replaced, and nobody learns which payload there was.</summary>
[Collection(SharedApp.Name)]
public sealed class ScanTokenTests(SharedBackend shared)
{
    private const string Front = "kkr-front.local";
    private readonly Backend app = shared.App;

    [Fact, Clause("KKR-5.1")]
    public async Task ANewPayload_MakesTheOldOneUnknown_AndTheQrCodeShowsIt()
    {
        var issued = await app.Post("api/programs/kkr/cards", new { medium = "qr" }, Backend.NewId(), Front);
        var (card, old) = ((string)issued.Json["cardNumber"]!, (string)issued.Json["scanPayload"]!);
        var drawnBefore = (await app.Get($"api/cards/{card}/qr", Front)).Body;
        Assert.Equal(201, (await app.Award(old, 10_000)).Status);

        var renewed = await app.Post($"api/cards/{card}/scan-token", "{}", "renew", Front);
        var again = await app.Post($"api/cards/{card}/scan-token", "{}", "renew", Front);
        var payload = (string)renewed.Json["scanPayload"]!;

        Assert.Equal((201, renewed.Body, true), (again.Status, again.Body, again.Replayed));
        Assert.NotEqual(old, payload);
        Assert.Equal((404, "card-unknown"), ((await app.Award(old, 10_000)).Status, (await app.Award(old, 10_000)).Code));
        Assert.Equal(100, (long)(await app.Post("api/balance", new { card = payload })).Json["points"]!);
        Assert.Equal(201, (await app.Award(payload, 10_000)).Status);
        Assert.NotEqual(drawnBefore, (await app.Get($"api/cards/{card}/qr", Front)).Body);
        Assert.Equal(403, (await app.Post($"api/cards/{card}/scan-token", "{}", Backend.NewId())).Status);
    }

    [Fact]
    public async Task TenRenewalsAtOnce_LeaveOnePayload()
    {
        var card = await app.Card();

        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => app.Post($"api/cards/{card}/scan-token", "{}", Backend.NewId(), Front)));

        Assert.All(replies, reply => Assert.Equal(201, reply.Status));
        var payloads = replies.Select(reply => (string)reply.Json["scanPayload"]!).Distinct().ToList();
        var scans = await Task.WhenAll(payloads.Select(payload => app.Post("api/balance", new { card = payload })));
        Assert.Equal(10, payloads.Count);
        Assert.Single(scans, scan => scan.Status == 200);
    }

    [Fact]
    public async Task UnknownRetiredAndForeignPayloads_AreAnsweredInOneWay()
    {
        var issued = await app.Post("api/programs/kkr/cards", new { medium = "qr" }, Backend.NewId(), Front);
        var retired = (string)issued.Json["scanPayload"]!;
        await app.Post($"api/cards/{issued.Json["cardNumber"]}/scan-token", "{}", Backend.NewId(), Front);
        var foreign = (string)(await app.Post("api/programs/keio/cards", new { medium = "qr" }, Backend.NewId(), "keio-front.local")).Json["scanPayload"]!;

        foreach (var ask in new Func<string, Task<Reply>>[]
        {
            card => app.Post("api/balance", new { card }),
            card => app.Award(card, 1_000),
            card => app.Redeem(card, 1_000, 1_000),
            card => app.Post("api/voids", new { card, operationId = "x" }, Backend.NewId()),
        })
        {
            var unknown = await ask("AAAAAAAAAAAAAAAAAAAAAA");
            Assert.Equal((404, "card-unknown"), (unknown.Status, unknown.Code));
            Assert.Equal((unknown.Body, unknown.Body), ((await ask(retired)).Body, (await ask(foreign)).Body));
        }
    }

    [Fact]
    public async Task UnknownAndForeignCardNumbers_AreAnsweredInOneWay()
    {
        var foreign = await app.Card("member", "keio");

        foreach (var path in new[] { "api/cards/{0}", "api/cards/{0}/balance", "api/cards/{0}/entries", "api/cards/{0}/operations/x" })
        {
            var replies = await Task.WhenAll(new[] { "4101000000000018", foreign, "4101000000000019", "x" }.Select(number =>
                app.Get(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, number))));
            Assert.All(replies, reply => Assert.Equal((404, replies[0].Body), (reply.Status, reply.Body)));
        }
    }
}
