using Points.Ledger;

namespace Points.Tests.Ledger.Keio;

public sealed class ReturnTests
{
    private static Book BookWith100Spent()
    {
        var book = Shipped.Open(Shipped.Keio, "2023-05-10");
        book.Award("a", "2023-06-01", 10_000);
        book.Redeem("r", "2023-06-02", 100).ShouldMove(points: -100, balance: 0, paidYen: 100);
        return book;
    }

    [Fact, Clause("KEIO-9")]
    public void TheReceipt_MustBeThatOfThePurchase() =>
        BookWith100Spent().Return("back", "2023-06-03", "a", receipt: "R-2").ShouldRefuse("receipt-mismatch", "KEIO-9");

    [Fact, Clause("KEIO-9")]
    public void TheBalance_MayBecomeNegative_AndLaterAwardsFillTheHole()
    {
        var book = BookWith100Spent();

        book.Return("back", "2023-06-03", "a").ShouldMove(points: -100, balance: -100).ShouldSay("KEIO-9").ShouldHold();
        book.Redeem("r2", "2023-06-04", 1).ShouldRefuse("insufficient-points", "KEIO-6");
        var filled = book.Award("b", "2023-06-05", 6_000).ShouldMove(points: 60, balance: -40).ShouldSay("KEIO-3.2", "KEIO-9", "KEIO-4.2", "KEIO-4.3").ShouldHold();
        Assert.Equal("マイナス残高に 60ポイントを充当", filled.Main.Steps[1].Text);
        book.Redeem("r3", "2023-06-06", 1).ShouldRefuse("insufficient-points", "KEIO-6");
        book.Award("c", "2023-06-07", 6_000).ShouldMove(points: 60, balance: 20).ShouldHold(new Lot("base", 20, new DateOnly(2025, 4, 30)));
        book.Redeem("r4", "2023-06-08", 20).ShouldMove(points: -20, balance: 0, paidYen: 20);
    }

    [Fact, Clause("KEIO-9")]
    public void AVoid_MayMakeItNegativeToo() =>
        BookWith100Spent().Void("v", "2023-06-03", "a").ShouldMove(points: -100, balance: -100).ShouldSay("KEIO-9");

    [Fact, Clause("KEIO-9")]
    public void AHole_DoesNotLapse()
    {
        var book = BookWith100Spent();
        book.Return("back", "2023-06-03", "a");

        Assert.Null(book.Sweep("2030-01-01"));
        book.Balance("2030-01-01").ShouldBe(-100, expiresOn: null);
        Assert.Equal(0, book.Balance("2030-01-01").Available);
    }

    [Fact, Clause("KEIO-9")]
    public void AVoidedRedemption_FillsTheHole()
    {
        var book = BookWith100Spent();
        book.Return("back", "2023-06-03", "a", 7_000).ShouldMove(points: -70, balance: -70);

        book.Void("v", "2023-06-04", "r").ShouldMove(points: 100, balance: 30).ShouldHold(new Lot("base", 30, new DateOnly(2025, 4, 30)));
    }

    [Fact, Clause("KEIO-9"), Clause("KEIO-3.2")]
    public void PartOfAPurchase_TakesWhatTheRestWouldNotHaveEarned_TaxInProportion()
    {
        var book = Shipped.Open(Shipped.Keio, "2023-05-10");
        book.Award("a", "2023-06-01", Shipped.Bought(11_000) with { TaxYen = 1_000 }).ShouldMove(points: 100, balance: 100);

        book.Return("back1", "2023-06-02", "a", 110).ShouldMove(points: -1, balance: 99);
        book.Return("back2", "2023-06-02", "a", 55).ShouldMove(points: -1, balance: 98);
        book.Return("back3", "2023-06-02", "a", 55).ShouldMove(points: 0, balance: 98);
        book.Return("back4", "2023-06-02", "a").ShouldMove(points: -98, balance: 0);
    }

    [Fact, Clause("KEIO-9")]
    public void APurchaseThatEarnedNothing_HasNothingToTake()
    {
        var book = Shipped.Open(Shipped.Keio, "2023-05-10");
        book.Award("a", "2023-06-01", Shipped.Bought(10_000) with { CoveredYen = 1 });

        book.Return("back1", "2023-06-02", "a", 5_000).ShouldMove(points: 0, balance: 0);
        book.Return("back2", "2023-06-02", "a").ShouldMove(points: 0, balance: 0);
    }

    [Fact, Clause("KEIO-9"), Clause("KEIO-4.3")]
    public void PointsThatHaveLapsed_AreNotTakenFromTheNextYear()
    {
        var book = Shipped.Open(Shipped.Keio, "2023-05-10");
        book.Award("y1", "2023-06-01", 10_000);
        book.Award("y2", "2024-06-01", 10_000);

        book.Return("back", "2025-05-01", "y1").ShouldMove(points: 0, balance: 100);
    }

    [Fact, Clause("KEIO-10.2")]
    public void AnAwardByFraudulentUse_CanBeVoided_EvenWhenItIsSpent() =>
        BookWith100Spent().Void("v", "2023-09-01", "a").ShouldMove(points: -100, balance: -100);
}
