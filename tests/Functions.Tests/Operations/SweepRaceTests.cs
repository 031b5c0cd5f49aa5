using System.Text.Json.Nodes;
using Functions.Ledger;
using Functions.Operations;
using Functions.Store;
using Local.Cosmos;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;

namespace Functions.Tests.Operations;

/// <summary>A sweep and an award of the last second: the day decides, and the store who came first.</summary>
public sealed class SweepRaceTests
{
    [Theory, Clause("KKR-16.1(3)")]
    [InlineData("2026-08-31 23:59:59", 201, "active", 50)]
    [InlineData("2026-09-01 00:00:00", 410, "retired", 0)]
    public async Task AnAwardAndTheSweepAtTheSameInstant_TheDayDecides(string when, int status, string state, long points)
    {
        await using var app = await Backend.Start();
        for (var i = 0; i < 10; i++)
        {
            var card = await Lapsed(app);
            app.Clock.Stop(Nights.Jst(when));

            var award = app.Award(card, 5_000);
            await Task.WhenAll(award, app.Run("WithdrawDormantCards"));

            Assert.Equal(status, (await award).Status);
            Assert.Equal((state, points), await State(app, card));
        }
    }

    [Fact, Clause("KKR-16.1(3)")]
    public async Task TheSweepHasReadTheCard_ThenAnAwardOfTheLastSecondIsWritten_TheCardLives()
    {
        await using var app = await Backend.Start();
        var card = await Lapsed(app);
        app.Clock.Stop(Nights.Jst("2026-09-01 00:00:00"));
        Reply? award = null;
        BeforeTheNextBatch(app, async () =>
        {
            app.Clock.Stop(Nights.Jst("2026-08-31 23:59:59"));
            award = await app.Award(card, 5_000);
            app.Clock.Stop(Nights.Jst("2026-09-01 00:00:00"));
        });

        await app.Run("WithdrawDormantCards");

        Assert.Equal(201, award!.Status);
        Assert.Equal(("active", 50L), await State(app, card));
    }

    [Fact, Clause("KKR-16.1(3)")]
    public async Task AnAwardHasReadTheCard_ThenTheSweepOfTheNextDayIsWritten_TheAwardIsRefused()
    {
        await using var app = await Backend.Start();
        var card = await Lapsed(app);
        app.Clock.Stop(Nights.Jst("2026-08-31 23:59:59"));
        BeforeTheNextBatch(app, async () =>
        {
            app.Clock.Stop(Nights.Jst("2026-09-01 00:00:00"));
            await app.Run("WithdrawDormantCards");
        });

        var award = await app.Award(card, 5_000);

        Assert.Equal((410, "card-retired"), (award.Status, award.Code));
        Assert.Equal(("retired", 0L), await State(app, card));
    }

    /// <summary>A card whose 500 points end on 2026-02-28.</summary>
    private static async Task<string> Lapsed(Backend app)
    {
        app.Clock.Stop(Nights.Jst("2024-02-10 10:00:00"));
        var card = await app.Card();
        Assert.Equal(201, (await app.Award(card, 50_000)).Status);
        return card;
    }

    private static async Task<(string, long)> State(Backend app, string card)
    {
        var balance = (await app.Get($"api/cards/{card}/balance")).Json;
        return ((string)balance["status"]!, (long)balance["points"]!);
    }

    /// <summary>Holds the next batch back until something else has been done completely.</summary>
    private static void BeforeTheNextBatch(Backend app, Func<Task> first)
    {
        var taken = 0;
        app.Cosmos.Faults.OnRequest = request =>
        {
            if (request.Kind == RequestKind.Batch && Interlocked.Exchange(ref taken, 1) == 0)
                Task.Run(first).Wait();
            return null;
        };
    }
}
