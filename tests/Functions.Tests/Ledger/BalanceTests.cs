namespace Functions.Tests.Ledger;

/// <summary>Time passes by the test clock; no sweep runs in any of these.</summary>
public sealed class BalanceTests : IAsyncLifetime
{
    private Backend app = null!;

    public async ValueTask InitializeAsync() => app = await Backend.Start();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task KKR_6_3_PointsAreThereUntilMidnight_AndGoneAtMidnight_WithNoSweep()
    {
        At("2024-02-10T12:00:00+09:00");
        var card = await app.Card();
        await app.Award(card, 31_850);

        At("2026-02-28T23:59:50+09:00");
        var before = (await app.Get($"api/cards/{card}/balance")).Json;
        At("2026-03-01T00:00:00+09:00");
        var after = await app.Get($"api/cards/{card}/balance");

        Assert.Equal((310L, "2026-02-28"), ((long)before["points"]!, (string?)before["expiresOn"]));
        Assert.Null(before["lapsedOn"]);
        Assert.Equal((0L, "2026-03-01", "2026-09-01"), ((long)after.Json["points"]!, (string?)after.Json["lapsedOn"], (string?)after.Json["withdrawalDueOn"]));
        Assert.Equal(["KKR-6.1", "KKR-6.3", "KKR-16.1(3)"], after.Clauses);
        Assert.Empty(after.Json["lots"]!.AsArray());
    }

    [Fact]
    public async Task AnAwardAfterTheLapse_WritesTheLapseFirst_AndRevivesTheCard()
    {
        At("2024-02-10T12:00:00+09:00");
        var card = await app.Card();
        await app.Award(card, 31_850);

        At("2026-08-31T23:59:00+09:00");
        var revived = await app.Award(card, 1_000, "revival");
        var entries = (await app.Get($"api/cards/{card}/entries")).Json["entries"]!.AsArray();

        Assert.Equal((201, 10L), (revived.Status, (long)revived.Json["balance"]!["points"]!));
        Assert.Equal(["award", "lapse", "award", "issue"], entries.Select(entry => (string)entry!["kind"]!));
        Assert.Equal((-310L, 0L), ((long)entries[1]!["points"]!, (long)entries[1]!["balanceAfter"]!));
        Assert.Equal("2028-08-31", (string?)revived.Json["balance"]!["expiresOn"]);
    }

    [Fact]
    public async Task SixMonthsAfterTheLapse_TheCardIsWithdrawn_WithNoSweep()
    {
        At("2024-02-10T12:00:00+09:00");
        var card = await app.Card();
        await app.Award(card, 31_850);

        At("2026-09-01T00:00:00+09:00");
        var late = await app.Award(card, 1_000);
        var balance = (await app.Get($"api/cards/{card}/balance")).Json;

        Assert.Equal((410, "card-retired"), (late.Status, late.Code));
        Assert.Equal(["KKR-16.1(3)"], late.Clauses);
        Assert.Equal("retired", (string?)balance["status"]);
    }

    [Fact]
    public async Task AsOf_APastDateIsReadFromTheLedger_AFutureOneIsForecast()
    {
        At("2024-02-10T12:00:00+09:00");
        var card = await app.Card();
        await app.Award(card, 200_000);
        At("2024-03-31T12:00:00+09:00");
        await app.Redeem(card, 1_000, 1_000);
        At("2024-06-01T12:00:00+09:00");

        Assert.Equal((0L, null), await AsOf(card, "2024-02-09"));
        Assert.Equal((2_000L, "2026-02-28"), await AsOf(card, "2024-02-10"));
        Assert.Equal((2_000L, "2026-02-28"), await AsOf(card, "2024-03-30"));
        Assert.Equal((1_000L, "2026-03-31"), await AsOf(card, "2024-03-31"));
        Assert.Equal((1_000L, "2026-03-31"), await AsOf(card, "2026-03-31"));
        Assert.Equal((0L, "2026-03-31"), await AsOf(card, "2026-04-01"));
    }

    private async Task<(long, string?)> AsOf(string card, string date)
    {
        var balance = (await app.Get($"api/cards/{card}/balance?asOf={date}")).Json;
        return ((long)balance["points"]!, (string?)balance["expiresOn"]);
    }

    private void At(string instant) => app.Clock.Stop(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture));
}
