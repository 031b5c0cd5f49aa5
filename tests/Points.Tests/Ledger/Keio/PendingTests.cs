using Points.Ledger;

namespace Points.Tests.Ledger.Keio;

public sealed class PendingTests
{
    private static Book BookWith100Pending(string joined = "2023-05-10")
    {
        var book = Shipped.Open(Shipped.Keio, joined);
        book.Award("t", "2024-06-01", Shipped.Bought(10_000), at: "travel").ShouldMove(points: 100, balance: 0).ShouldSay("KEIO-3.2", "KEIO-4.2", "KEIO-4.3");
        return book;
    }

    private static (long Points, long Available, long Pending) Held(Book book, string asOf)
    {
        var balance = book.Balance(asOf);
        return (balance.Points, balance.Available, balance.Pending);
    }

    [Fact, Clause("KEIO-3.2")]
    public void Travel_IsAwardedAfter7Days()
    {
        var book = BookWith100Pending();

        Assert.Equal("2024年6月8日 に付与（それまでは使えません）", book.Entries[^1].Steps[1].Text);
        Assert.Equal((0, 0, 100), Held(book, "2024-06-01"));
        Assert.Equal((0, 0, 100), Held(book, "2024-06-07"));
        Assert.Equal((100, 100, 0), Held(book, "2024-06-08"));
        Assert.Equal((0, 100), (book.PastBalance("2024-06-07").Points, book.PastBalance("2024-06-07").Pending));
        Assert.Equal((100, 0), (book.PastBalance("2024-06-08").Points, book.PastBalance("2024-06-08").Pending));
    }

    [Fact, Clause("KEIO-3.2")]
    public void UntilThen_ThePointsPayNothing()
    {
        var book = BookWith100Pending();

        book.Redeem("r1", "2024-06-07 23:59:59", 1).ShouldRefuse("insufficient-points", "KEIO-6");
        book.Redeem("r2", "2024-06-08 00:00:00", 100).ShouldMove(points: -100, balance: 0, paidYen: 100);
    }

    [Theory, Clause("KEIO-3.2"), Clause("KEIO-4.2")]
    [InlineData("2024-04-23", "2025-04-30")]
    [InlineData("2024-04-24", "2026-04-30")]
    [InlineData("2024-04-30", "2026-04-30")]
    public void TheAwardDate_DecidesTheYear(string bought, string expiresOn)
    {
        var book = Shipped.Open(Shipped.Keio, "2023-05-10");
        book.Award("t", bought, Shipped.Bought(10_000), at: "travel").ShouldBeAccepted();

        book.Balance("2024-05-10").ShouldBe(100, expiresOn);
    }

    [Fact, Clause("KEIO-9")]
    public void AReturnBeforeTheAwardDate_TakesWhatWaits()
    {
        var book = BookWith100Pending();

        book.Return("back1", "2024-06-07", "t", 4_000).ShouldMove(points: -40, balance: 0).ShouldSay("KEIO-9");
        Assert.Equal((0, 0, 60), Held(book, "2024-06-07"));
        Assert.Equal((60, 60, 0), Held(book, "2024-06-08"));
        book.Return("back2", "2024-06-07", "t").ShouldMove(points: -60, balance: 0);
        Assert.Equal((0, 0, 0), Held(book, "2024-06-08"));
    }

    [Fact, Clause("KEIO-9")]
    public void AVoidBeforeTheAwardDate_LeavesNothingWaiting()
    {
        var book = BookWith100Pending();

        book.Void("v", "2024-06-02", "t").ShouldMove(points: -100, balance: 0).ShouldSay("KEIO-9");
        Assert.Null(book.Account.Holdings.Pending);
        Assert.Equal((0, 0, 0), Held(book, "2024-06-08"));
    }

    [Fact, Clause("KEIO-9")]
    public void AReturnBeforeTheAwardDate_LeavesOtherPointsAlone()
    {
        var book = BookWith100Pending();
        book.Award("a", "2024-06-02", 3_000);

        book.Return("back", "2024-06-03", "t").ShouldMove(points: -100, balance: 30);
        Assert.Equal((30, 30, 0), Held(book, "2024-06-08"));
    }

    [Fact, Clause("KEIO-9")]
    public void AReturnAfterTheAwardDate_TakesFromTheBalance()
    {
        var book = BookWith100Pending();

        book.Return("back", "2024-06-08", "t", 4_000).ShouldMove(points: -40, balance: 60);
    }

    [Fact, Clause("KEIO-9")]
    public void WhatWaits_FillsADebtOnItsAwardDate()
    {
        var book = Shipped.Open(Shipped.Keio, "2023-05-10");
        book.Award("a", "2024-05-20", 7_000);
        book.Redeem("r", "2024-05-21", 70);
        book.Award("t", "2024-06-01", Shipped.Bought(10_000), at: "travel");
        book.Return("back", "2024-06-02", "a").ShouldMove(points: -70, balance: -70);

        Assert.Equal((-70, 0, 100), Held(book, "2024-06-07"));
        book.Redeem("r2", "2024-06-07", 1).ShouldRefuse("insufficient-points", "KEIO-6");
        Assert.Equal((30, 30, 0), Held(book, "2024-06-08"));
        Assert.Equal(30, book.PastBalance("2024-06-08").Points);
        book.Redeem("r3", "2024-06-08", 30).ShouldMove(points: -30, balance: 0, paidYen: 30);
    }

    [Fact, Clause("KEIO-9")]
    public void WhatFilledADebt_IsReturnedWhole()
    {
        var book = Shipped.Open(Shipped.Keio, "2023-05-10");
        book.Award("a", "2024-05-20", 7_000);
        book.Redeem("r", "2024-05-21", 70);
        book.Award("t", "2024-06-01", Shipped.Bought(10_000), at: "travel");
        book.Return("back", "2024-06-02", "a");

        book.Return("back2", "2024-06-09", "t").ShouldMove(points: -100, balance: -70);
    }

    [Fact, Clause("KEIO-9"), Clause("KEIO-5")]
    public void ThePast_KnowsWhichPointsFilledTheDebt()
    {
        var book = Shipped.Open(Shipped.Keio, "2023-05-10");
        book.Award("a", "2024-04-10", 10_000);
        book.Redeem("r", "2024-04-11", 100);
        book.Award("t", "2024-04-25", Shipped.Bought(10_000), at: "travel");
        book.Return("back", "2024-04-26", "a").ShouldMove(points: -100, balance: -100);

        // Travel's points of the next year filled the hole on 2 May; the redeemed ones come back with their own day.
        book.Void("v", "2024-05-03", "r").ShouldMove(points: 100, balance: 100);
        book.Balance("2024-05-03").ShouldBe(100, "2025-04-30");
        book.PastBalance("2024-05-03").ShouldBe(100, "2025-04-30");
        book.PastBalance("2024-05-02").ShouldBe(0, expiresOn: null);
        book.PastBalance("2024-05-01").ShouldBe(-100, expiresOn: null);
    }

    [Fact, Clause("KEIO-3.2")]
    public void ReportedAfterTheAwardDate_ThePointsAreThereAtOnce()
    {
        var book = Shipped.Open(Shipped.Keio, "2023-05-10");
        book.Award("t", "2024-06-01", Shipped.Bought(10_000), recorded: "2024-06-20", at: "travel").ShouldBeAccepted();

        Assert.Equal((100, 100, 0), Held(book, "2024-06-20"));
        Assert.Equal([new Lot("base", 100, new DateOnly(2026, 4, 30))], book.Account.Holdings.Lots);
    }
}
