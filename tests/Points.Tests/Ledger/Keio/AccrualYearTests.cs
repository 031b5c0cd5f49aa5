using Points.Ledger;

namespace Points.Tests.Ledger.Keio;

public sealed class AccrualYearTests
{
    [Theory, Clause("KEIO-4.2"), Clause("KEIO-4.3")]
    [InlineData("2023-05-10", "2023-05-10", "2025-04-30")]
    [InlineData("2023-05-10", "2024-04-30", "2025-04-30")]
    [InlineData("2023-05-10", "2024-05-01", "2026-04-30")]
    [InlineData("2023-05-10", "2024-05-10", "2026-04-30")]
    [InlineData("2023-05-01", "2023-05-01", "2025-04-30")]
    [InlineData("2023-05-01", "2024-04-30", "2025-04-30")]
    [InlineData("2023-05-01", "2024-05-01", "2026-04-30")]
    [InlineData("2023-05-31", "2023-05-31", "2025-04-30")]
    [InlineData("2023-05-31", "2024-04-30", "2025-04-30")]
    [InlineData("2023-05-31", "2024-05-01", "2026-04-30")]
    [InlineData("2024-02-29", "2024-02-29", "2026-01-31")]
    [InlineData("2024-02-29", "2025-01-31", "2026-01-31")]
    [InlineData("2024-02-29", "2025-02-01", "2027-01-31")]
    [InlineData("2023-03-31", "2024-02-29", "2025-02-28")]
    [InlineData("2023-03-31", "2024-03-01", "2026-02-28")]
    [InlineData("2023-03-31", "2026-03-01", "2028-02-29")]
    [InlineData("2023-01-15", "2023-12-31", "2024-12-31")]
    [InlineData("2023-01-15", "2024-01-01", "2025-12-31")]
    [InlineData("2023-12-31", "2024-11-30", "2025-11-30")]
    [InlineData("2023-12-31", "2024-12-01", "2026-11-30")]
    public void APurchase_EndsWithTheYearAfterItsOwn(string joined, string bought, string expiresOn) =>
        Shipped.Open(Shipped.Keio, joined).Award("a", bought, 10_000).ShouldMove(points: 100, balance: 100).ShouldHold(new Lot("base", 100, Kkr.Day(expiresOn)));

    private static Book TwoYears()
    {
        var book = Shipped.Open(Shipped.Keio, "2023-05-10");
        book.Award("y1", "2023-06-01", 10_000);
        book.Award("y2", "2024-05-01", 5_000);
        return book;
    }

    [Fact, Clause("KEIO-4.3")]
    public void TheExample_Year1LapsesAfter30April2025()
    {
        var book = TwoYears();

        book.Balance("2024-04-30").ShouldBe(150, "2025-04-30");
        book.Balance("2025-04-30").ShouldBe(150, "2025-04-30");
        book.Balance("2025-05-01").ShouldBe(50, "2026-04-30");
        book.Balance("2026-04-30").ShouldBe(50, "2026-04-30");
        book.Balance("2026-05-01").ShouldBe(0, expiresOn: null);
    }

    [Fact, Clause("KEIO-4.3")]
    public void TheSweep_WritesEachYearsEnd()
    {
        var book = TwoYears();

        Assert.Null(book.Sweep("2025-04-30 23:59:59"));
        var lapse = Assert.Single(book.Sweep("2025-05-01 00:00:00")!.Entries);
        Assert.Equal((-100, 50), (lapse.Points, lapse.After.Points));
        Assert.Equal(["KEIO-4.3"], lapse.Clauses);
        Assert.Equal("有効期限 2025年4月30日 を過ぎた 100ポイントは 2025年5月1日 に失効", lapse.Steps[0].Text);
        Assert.Equal(-50, Assert.Single(book.Sweep("2026-05-01 00:00:00")!.Entries).Points);
    }

    [Fact, Clause("KEIO-4.3")]
    public void TheOldestYear_IsSpentFirst()
    {
        var book = TwoYears();

        book.Redeem("r1", "2024-06-01", 40).ShouldMove(points: -40, balance: 110, paidYen: 40)
            .ShouldHold(new Lot("base", 60, new DateOnly(2025, 4, 30)), new Lot("base", 50, new DateOnly(2026, 4, 30)));
        book.Redeem("r2", "2024-06-02", 80).ShouldMove(points: -80, balance: 30, paidYen: 80)
            .ShouldHold(new Lot("base", 30, new DateOnly(2026, 4, 30)));
    }

    [Fact, Clause("KEIO-4.3")]
    public void UseAndAwards_ExtendNothing()
    {
        var book = TwoYears();
        book.Redeem("r", "2025-04-30", 1);
        book.Award("b", "2025-04-30", 10_000);

        book.Balance("2025-05-01").ShouldBe(150, "2026-04-30");
    }

    [Fact, Clause("KEIO-4.3")]
    public void OnTheLastDay_ThePointsPay_TheNextDayTheyAreGone()
    {
        var early = TwoYears();
        early.Redeem("r", "2025-04-30 23:59:59", 150).ShouldMove(points: -150, balance: 0, paidYen: 150);

        var late = TwoYears();
        late.Redeem("r", "2025-05-01 00:00:00", 51).ShouldRefuse("insufficient-points", "KEIO-6");
        var accepted = late.Redeem("r", "2025-05-01 00:00:00", 50).ShouldMove(points: -50, balance: 0, paidYen: 50);
        Assert.Equal(["lapse:2025-05-01:4", "r"], accepted.Entries.Select(entry => entry.Id));
    }

    [Fact, Clause("KEIO-4.3")]
    public void ARedemptionVoidedAfterTheLapse_BringsBackOnlyWhatStillLives()
    {
        var book = TwoYears();
        book.Redeem("r", "2025-04-30", 130);

        var voided = book.Void("v", "2025-05-01", "r").ShouldMove(points: 30, balance: 50);
        Assert.Equal(100, voided.Main.Correction?.LapsedPoints);
        Assert.Equal("100ポイントは有効期限 2025年4月30日 を過ぎているため失効のまま", voided.Main.Steps[1].Text);
    }

    [Fact, Clause("KEIO-5")]
    public void TheBalance_ShowsEachYear_AndTheClauseOfItsEnd()
    {
        var balance = TwoYears().Balance("2024-06-01");

        Assert.Equal((150, 150, 0), (balance.Points, balance.Available, balance.Pending));
        Assert.Equal([new Lot("base", 100, new DateOnly(2025, 4, 30)), new Lot("base", 50, new DateOnly(2026, 4, 30))], balance.Lots);
        Assert.Equal(["KEIO-4.3"], balance.Clauses);
    }

    [Fact, Clause("KEIO-4.1")]
    public void PointsBelongToACard_AndOnlyVisaFamiliesShare()
    {
        Assert.All(Shipped.Keio.Versions, terms =>
        {
            Assert.Equal(new Points.Programs.Rule<bool>(false, "KEIO-4.1"), terms.Sharing.Merge);
            Assert.Equal(new Points.Programs.Rule<bool>(false, "KEIO-4.1"), terms.Sharing.Link);
            Assert.Equal(["keioVisa"], terms.Sharing.FamilyAccount!.Is);
        });
    }
}
