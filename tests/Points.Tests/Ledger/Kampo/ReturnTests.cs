using Points.Ledger;

namespace Points.Tests.Ledger.Kampo;

public sealed class ReturnTests
{
    private static Book BookWith(params long[] stays)
    {
        var book = Shipped.Open(Shipped.Kampo, "2024-01-10");
        for (var i = 0; i < stays.Length; i++)
            book.Award($"a{i}", $"2024-04-{10 + i}", stays[i]).ShouldBeAccepted();
        return book;
    }

    [Fact, Clause("KAMPO-6.1c")]
    public void AMilestoneThatBreaks_IsTakenBack()
    {
        var book = BookWith(30_100);
        Assert.Equal(801, book.Account.Holdings.Points);

        book.Return("back", "2024-04-12", "a0", 100).ShouldMove(points: -501, balance: 300).ShouldSay("KAMPO-6.1c", "KAMPO-6.1b", "KAMPO-5.1");
        Assert.Equal("累計 301 → 300ポイント、300ポイント超過 -1回 × 500 = -500ポイント", book.Entries[^1].Steps[0].Text);
    }

    [Fact, Clause("KAMPO-6.1c")]
    public void AMilestoneThatAnotherStayPassed_BreaksToo()
    {
        var book = BookWith(30_000, 20_000);
        Assert.Equal(1_000, book.Account.Holdings.Points);

        book.Return("back", "2024-04-12", "a0").ShouldMove(points: -800, balance: 200);
        Assert.Equal(200, book.Account.Holdings.Cumulative);
    }

    [Fact, Clause("KAMPO-6.1c")]
    public void AMilestoneThatStillStands_IsKept() =>
        BookWith(30_000, 20_000).Return("back", "2024-04-12", "a1", 19_900).ShouldMove(points: -199, balance: 801);

    [Fact, Clause("KAMPO-6.1c")]
    public void BothKinds_BreakTogether_OrApart()
    {
        var book = BookWith(300_100);
        Assert.Equal(13_001, book.Account.Holdings.Points);

        book.Return("back1", "2024-04-12", "a0", 100).ShouldMove(points: -501, balance: 12_500);
        book.Return("back2", "2024-04-13", "a0", 100).ShouldMove(points: -5_001, balance: 7_499);
        book.Return("back3", "2024-04-14", "a0").ShouldMove(points: -7_499, balance: 0);
        Assert.Equal(0, book.Account.Holdings.Cumulative);
    }

    [Fact, Clause("KAMPO-6.1c")]
    public void ABrokenMilestone_CanBePassedAgain()
    {
        var book = BookWith(30_100);
        book.Return("back", "2024-04-12", "a0", 100);

        book.Award("b", "2024-04-13", 100).ShouldMove(points: 501, balance: 801);
    }

    [Fact, Clause("KAMPO-6.1c")]
    public void AVoid_BreaksIt_Likewise()
    {
        var book = BookWith(30_000, 20_000);

        book.Void("v", "2024-04-12", "a0").ShouldMove(points: -800, balance: 200);
        Assert.Equal(200, book.Account.Holdings.Cumulative);
    }

    [Fact, Clause("KAMPO-6.1b")]
    public void SpentPoints_AreNotTakenBack_NoBalanceGoesNegative()
    {
        var book = BookWith(40_000);
        book.Redeem("r", "2024-04-11", 900).ShouldMove(points: -900, balance: 0, paidYen: 900);

        book.Return("back", "2024-04-12", "a0").ShouldRefuse("would-go-negative", "KAMPO-6.1b");
        book.Void("v", "2024-04-12", "a0").ShouldRefuse("would-go-negative", "KAMPO-6.1b");
    }

    [Fact, Clause("KAMPO-6.2")]
    public void PointsBarredForToday_GoBackFirst()
    {
        var book = BookWith(10_000);
        book.Award("b", "2024-04-12", 10_000);

        book.Return("back", "2024-04-12", "b").ShouldMove(points: -100, balance: 100);
        Assert.Equal(100, book.Balance("2024-04-12").Available);
    }

    [Theory, Clause("KAMPO-6.1b"), Clause("KAMPO-6.1c")]
    [InlineData(1)]
    [InlineData(1_000)]
    public void APartialReturn_NeverRaisesTheCumulativeSum(long returnedYen)
    {
        // 9,996 yen less 998 tax and 999 covered: in proportion both shrink by a whole yen when one comes back.
        var book = Shipped.Open(Shipped.Kampo, "2024-01-10");
        book.Award("a", "2024-04-10", Shipped.Bought(9_996) with { TaxYen = 998, CoveredYen = 999 }).ShouldMove(points: 79, balance: 79);

        book.Return("back", "2024-04-11", "a", returnedYen).ShouldBeAccepted();

        Assert.InRange(book.Account.Holdings.Cumulative, 0, 79);
        Assert.Equal(book.Account.Holdings.Points, book.Account.Holdings.Cumulative);
    }

    [Fact, Clause("KAMPO-5.1")]
    public void AStayThatCameBackWhole_WasNone()
    {
        var book = BookWith(10_000);
        Assert.Equal(new DateOnly(2027, 4, 30), book.Account.Holdings.ExpiresOn);

        book.Return("back", "2024-04-12", "a0").ShouldMove(points: -100, balance: 0, expiresOn: "2027-01-31");
    }

    [Fact, Clause("KAMPO-5.1")]
    public void AStayOfWhichSomethingIsKept_StaysAStay_EvenWithoutPoints() =>
        BookWith(10_000).Return("back", "2024-04-12", "a0", 9_950).ShouldMove(points: -100, balance: 0, expiresOn: "2027-04-30");
}
