using System.Text.Json.Nodes;
using Functions.Cards;
using Functions.Ledger;
using Functions.Tests.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests.Journal;

/// <summary>What the books say is what the cards say.</summary>
public sealed class LiabilityTests : IAsyncLifetime
{
    private Backend app = null!;

    public async ValueTask InitializeAsync() => app = await Backend.Start();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact, Clause("KKR-6.1"), Clause("KKR-6.3")]
    public async Task PointsByKindAndMonth_WithWhatWasAwardedRedeemedAndLapsed()
    {
        app.At("2024-02-10 10:00");
        var (one, two) = (await app.Card(), await app.Card());
        await app.Award(one, 200_000, "a1");
        app.At("2024-03-31 10:00");
        await app.Award(two, 150_000, "a2");
        await app.Redeem(two, 1_000, 1_000, "r1");

        var now = await Liability("kkr");
        var past = await Liability("kkr", "2024-03-30");
        var forecast = await Liability("kkr", "2026-03-01");
        app.At("2026-03-01 00:00");
        var unswept = await Liability("kkr");

        Assert.Equal("""[{"kind":"base","expiresIn":"2026-02","points":2000},{"kind":"base","expiresIn":"2026-03","points":500}]""", now["outstanding"]!.ToJsonString());
        Assert.Equal((2_500L, 2L, 3_500L, 1_000L, 0L), (Of(now, "points"), Of(now, "accounts"), Of(now, "awarded"), Of(now, "redeemed"), Of(now, "lapsed")));
        Assert.Equal("""[{"kind":"base","expiresIn":"2026-02","points":2000}]""", past["outstanding"]!.ToJsonString());
        Assert.Equal((2_000L, 2_000L, 0L), (Of(past, "points"), Of(past, "awarded"), Of(past, "redeemed")));
        Assert.Equal((500L, 2_000L), (Of(forecast, "points"), Of(forecast, "lapsed")));
        Assert.Equal(forecast.ToJsonString(), unswept.ToJsonString());
        Assert.All([now, past, forecast], answer => Assert.Equal(0, Of(answer, "difference")));
    }

    [Fact, Clause("KEIO-9"), Clause("KEIO-3.2")]
    public async Task PendingPointsAndDebts_AreToldApart()
    {
        app.At("2024-05-10 10:00");
        var (buyer, traveller) = (await Card("keio"), await Card("keio"));
        await Keio("api/awards", new { card = buyer, amountYen = 10_000, facility = "shinjuku", department = "store", receiptNumber = "R-1" }, "buy");
        await Keio("api/redemptions", new { card = buyer, points = 80, billYen = 80, facility = "shinjuku", department = "store" }, "use");
        await Keio("api/returns", new { card = buyer, awardOperationId = "buy", receiptNumber = "R-1" }, "back");
        await Keio("api/awards", new { card = traveller, amountYen = 11_000, taxYen = 1_000, facility = "shinjuku", department = "travel" }, "trip");

        var before = await Liability("keio");
        var after = await Liability("keio", "2024-05-17");

        Assert.Equal((-80L, 100L, 80L, 2L), (Of(before, "points"), Of(before, "pending"), Of(before, "debt"), Of(before, "accounts")));
        Assert.Equal((20L, 0L, 80L), (Of(after, "points"), Of(after, "pending"), Of(after, "debt")));
        Assert.Equal("""[{"kind":"award","entries":2,"points":200},{"kind":"redemption","entries":1,"points":-80},{"kind":"return","entries":1,"points":-100}]""", before["movements"]!.ToJsonString());
        Assert.Equal(0, Of(before, "difference"));

        Task<Reply> Keio(string path, object body, string id) => app.Post(path, body, id, "keio-pos.local");
    }

    [Fact, Clause("KKR-11.2"), Clause("KKR-11.3")]
    public async Task MergedAndLinkedCards_CountOnce_BeforeAndAfter()
    {
        app.At("2024-05-10 10:00");
        var holder = new OneHolder(app);
        var (one, two, three) = (await holder.Card(points: 1_000), await holder.Card(points: 2_000), await holder.Card(points: 4_000));
        app.At("2024-05-12 10:00");
        Assert.Equal(201, (await holder.Merge("m", one, two)).Status);
        app.At("2024-05-14 10:00");
        Assert.Equal(201, (await holder.Link("l", one, three)).Status);
        app.At("2024-05-16 10:00");

        foreach (var day in new[] { "2024-05-10", "2024-05-11", "2024-05-12", "2024-05-13", "2024-05-14", "2024-05-15", "2024-05-16" })
            Assert.Equal((7_000L, 0L), ((await Liability("kkr", day)) is var answer ? Of(answer, "points") : 0, Of(answer, "difference")));
        Assert.Equal(1, Of(await Liability("kkr"), "accounts"));
        Assert.Equal(3, Of(await Liability("kkr", "2024-05-11"), "accounts"));
        Assert.Equal(0, Of(await Liability("kkr", "2024-05-09"), "points"));
    }

    [Fact]
    public async Task OnlyAnOperatorOfTheProgram_MayAsk_AndADateIsADate()
    {
        var front = await app.Get("api/programs/kkr/liability", "kkr-front.local");
        var other = await app.Get("api/programs/kkr/liability", "keio-operator.local");
        var wrong = await app.Get("api/programs/kkr/liability?asOf=tomorrow", "kkr-operator.local");

        Assert.Equal((403, 404, 400), (front.Status, other.Status, wrong.Status));
        Assert.Equal("must be a date, e.g. 2026-03-31", (string?)wrong.Json["errors"]!["asOf"]![0]);
    }

    [Fact]
    public Task AfterAnyMixOfOperations_ItIsTheSumOverAllCards_OnEveryDayThatWas() => Mix(seed: 3, days: 4);

    [Theory, Trait("Speed", "Long")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task AfterALongMixOfOperations_ItIsTheSumOverAllCards_OnEveryDayThatWas(int seed) => Mix(seed, days: 12);

    private async Task Mix(int seed, int days)
    {
        app.At("2024-02-10 10:00");
        var mix = await RandomMix.Begin(app, seed);
        var day = new DateOnly(2024, 2, 10);
        List<(string Day, string Program, long Points, long Pending)> seen = [];
        for (var step = 0; step < days; step++)
        {
            for (var i = 0; i < 12; i++)
                await mix.Step();
            foreach (var program in RandomMix.Programs)
            {
                var (points, pending) = await mix.Sum(program);
                seen.Add(($"{day:yyyy-MM-dd}", program, points, pending));
            }

            day = day.AddDays(mix.DaysUntilNext());
            app.At($"{day:yyyy-MM-dd} 10:00");
        }

        Assert.True(mix.Accepted > days * 5, $"Only {mix.Accepted} operations were accepted.");
        foreach (var (asOf, program, points, pending) in seen)
        {
            var answer = await Liability(program, asOf);
            Assert.Equal((asOf, program, points, pending, 0L), (asOf, program, Of(answer, "points"), Of(answer, "pending"), Of(answer, "difference")));
            Assert.Equal(Of(answer, "points") + Of(answer, "debt"), answer["outstanding"]!.AsArray().Sum(line => (long)line!["points"]!));
        }

        foreach (var program in RandomMix.Programs)
        {
            foreach (var ahead in (int[])[0, 30, 400, 1_000])
            {
                var asOf = $"{day.AddDays(ahead):yyyy-MM-dd}";
                var (points, pending) = await mix.Sum(program, asOf);
                var answer = await Liability(program, asOf);
                Assert.Equal((asOf, program, points, pending, 0L), (asOf, program, Of(answer, "points"), Of(answer, "pending"), Of(answer, "difference")));
            }
        }

        await app.Export($"{day.AddDays(1):yyyy-MM-dd} 04:10");
        ExportedJournal.AssertVerifies(app.Journal());
        Assert.Equal(await app.StoredHashes(), ExportedJournal.Hashes(app.Journal()));
    }

    private async Task<JsonNode> Liability(string program, string? asOf = null)
    {
        var reply = await app.Get($"api/programs/{program}/liability{(asOf is null ? "" : $"?asOf={asOf}")}", $"{program}-operator.local");
        Assert.Equal(200, reply.Status);
        return reply.Json;
    }

    private static long Of(JsonNode answer, string field) => (long)answer[field]!;

    private async Task<string> Card(string program) =>
        (string)(await app.Post($"api/programs/{program}/cards", new { medium = "nfc" }, Backend.NewId(), $"{program}-front.local")).Json["cardNumber"]!;
}
