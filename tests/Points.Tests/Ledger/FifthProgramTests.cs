using Points.Ledger;

namespace Points.Tests.Ledger;

/// <summary>Programs that nobody wrote C# for: <c>fixtures/*.json</c> alone.</summary>
public sealed class FifthProgramTests
{
    [Fact]
    public void MonthEndOneYearAfterTheLastAward_UseDoesNotExtend()
    {
        var book = Shipped.Open(Shipped.Fifth, "2024-01-01");
        book.Award("a", "2024-02-29", Shipped.Bought(11_000) with { TaxYen = 1_000 })
            .ShouldMove(points: 100, balance: 100, expiresOn: "2025-02-28")
            .ShouldSay("FIFTH-2", "FIFTH-4");
        book.Redeem("r", "2024-12-31", 40).ShouldMove(points: -40, balance: 60, expiresOn: "2025-02-28", paidYen: 40).ShouldSay("FIFTH-3");
        book.Award("zero", "2025-01-15", 99).ShouldMove(points: 0, balance: 60, expiresOn: "2025-02-28");

        book.Balance("2025-02-28").ShouldBe(60, "2025-02-28");
        book.Balance("2025-03-01").ShouldBe(0, "2025-02-28", lapsedOn: "2025-03-01");
        book.Award("b", "2025-02-28", 1_000).ShouldMove(points: 10, balance: 70, expiresOn: "2026-02-28");
        book.Void("v", "2025-02-28", "b").ShouldMove(points: -10, balance: 60, expiresOn: "2025-02-28");
        Assert.Equal(["FIFTH-4"], Assert.Single(book.Sweep("2025-03-01")!.Entries).Clauses);
    }

    [Fact]
    public void ItsReturns_AreRefused_WhenThePointsAreSpent()
    {
        var book = Shipped.Open(Shipped.Fifth, "2024-01-01");
        book.Award("a", "2024-02-01", 10_000);
        book.Redeem("r", "2024-02-01", 100);

        book.Return("back", "2024-02-02", "a").ShouldRefuse("would-go-negative", "FIFTH-5");
    }

    [Fact]
    public void FiscalYears_EndForEverybodyOn31March()
    {
        var book = Shipped.Open(Shipped.FiscalYear, "2024-01-31");
        book.Award("a", "2024-03-31 23:59:59", 10_000).ShouldMove(points: 100, balance: 100).ShouldSay("FISCAL-2", "FISCAL-4").ShouldHold(new Lot("base", 100, new DateOnly(2024, 3, 31)));
        Assert.Equal("積立年度 2023年4月1日 ～ 2024年3月31日", book.Entries[^1].Steps[1].Text);

        book.Balance("2024-03-31").ShouldBe(100, "2024-03-31");
        book.Balance("2024-04-01").ShouldBe(0, expiresOn: null);
        book.Award("b", "2024-04-01 00:00:00", 5_000).ShouldMove(points: 50, balance: 50).ShouldHold(new Lot("base", 50, new DateOnly(2025, 3, 31)));
        book.Award("c", "2025-03-31", 5_000).ShouldMove(points: 50, balance: 100);
        book.Redeem("r", "2025-03-31", 30).ShouldMove(points: -30, balance: 70, paidYen: 30);
        book.Redeem("r2", "2025-04-01", 1).ShouldRefuse("insufficient-points", "FISCAL-3");
        Assert.Equal([-100, -70], book.Sweep("2025-04-01") is null ? [] : book.Entries.Where(entry => entry.Kind == "lapse").Select(entry => entry.Points));
    }
}
