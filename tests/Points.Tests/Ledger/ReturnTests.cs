using Points.Ledger;
using Points.Programs;

namespace Points.Tests.Ledger;

public sealed class ReturnTests
{
    private static Book BookWith(long amountYen, string memberClass = "general")
    {
        var book = new Book(Kkr.Program, Kkr.Fresh(memberClass));
        book.Award("a", "2024-02-10", amountYen).ShouldBeAccepted();
        return book;
    }

    [Theory, Clause("KKR-5.2")]
    [InlineData(849, 0)]
    [InlineData(850, 0)]
    [InlineData(851, -10)]
    [InlineData(1_850, -10)]
    [InlineData(1_851, -20)]
    [InlineData(31_000, -310)]
    [InlineData(31_850, -310)]
    public void TakesBack_WhatTheSmallerPurchaseWouldNotHaveEarned(long returnedYen, long points) =>
        BookWith(31_850).Return("back", "2024-02-11", "a", returnedYen).ShouldMove(points: points, balance: 310 + points);

    [Fact, Clause("KKR-5.2")]
    public void Twice_TakesEveryYenOnce()
    {
        var book = BookWith(31_850);

        book.Return("back1", "2024-02-11", "a", 900).ShouldMove(points: -10, balance: 300);
        book.Return("back2", "2024-02-12", "a", 900).ShouldMove(points: 0, balance: 300);
        book.Return("back3", "2024-02-13", "a", 900).ShouldMove(points: -10, balance: 290);
        book.Return("back4", "2024-02-14", "a").ShouldMove(points: -290, balance: 0);
        book.Return("back5", "2024-02-15", "a").ShouldRefuse("exceeds-purchase");
        Assert.Equal([900, 900, 900, 29_150], book.Entries.Skip(1).Select(entry => entry.Correction!.ReturnedYen!.Value));
    }

    [Theory, Clause("KKR-5.2")]
    [InlineData(31_851)]
    [InlineData(0)]
    [InlineData(-1_000)]
    public void MoreThanIsLeft_OrNothing_IsRefused(long returnedYen) =>
        BookWith(31_850).Return("back", "2024-02-11", "a", returnedYen).ShouldRefuse("exceeds-purchase");

    [Fact]
    public void AnotherReceipt_IsRefused() =>
        BookWith(31_850).Return("back", "2024-02-11", "a", receipt: "R-2").ShouldRefuse("receipt-mismatch");

    [Fact]
    public void WhatIsNoAward_IsRefused()
    {
        var book = BookWith(150_000);
        book.Redeem("r", "2024-02-11", 1_000);

        book.Return("back", "2024-02-12", "r").ShouldRefuse("operation-unknown");
        book.Return("back", "2024-02-12", "nothing").ShouldRefuse("operation-unknown");
    }

    [Fact]
    public void AVoidedAward_IsRefused()
    {
        var book = BookWith(31_850);
        book.Void("v", "2024-02-11", "a");

        Assert.Equal("v", book.Return("back", "2024-02-12", "a").ShouldRefuse("already-voided").Earlier?.Id);
    }

    [Fact, Clause("KKR-6.1")]
    public void PartOfAPurchase_KeepsTheExpiry() =>
        BookWith(31_850).Return("back", "2024-05-01", "a", 10_000)
            .ShouldMove(points: -100, balance: 210, expiresOn: "2026-02-28")
            .ShouldSay("KKR-5.2", "KKR-6.1");

    [Theory, Clause("KKR-6.1")]
    [InlineData(null)]
    [InlineData(29_001L)]
    public void AnAwardBroughtTo0_IsAsIfItHadNotHappened(long? returnedYen)
    {
        var book = BookWith(50_000);
        book.Award("b", "2024-05-05", 30_000).ShouldMove(points: 300, balance: 800, expiresOn: "2026-05-31");

        book.Return("back", "2024-05-06", "b", returnedYen).ShouldMove(points: -300, balance: 500, expiresOn: "2026-02-28");
    }

    [Fact, Clause("KKR-6.1")]
    public void AnAwardBroughtTo0_StaysOutOfEveryLaterExpiry()
    {
        var book = BookWith(50_000);
        book.Award("b", "2024-05-05", 30_000);
        book.Award("c", "2024-07-07", 30_000);
        book.Return("back", "2024-07-08", "b");

        book.Void("v", "2024-07-09", "c").ShouldMove(points: -300, balance: 500, expiresOn: "2026-02-28");
    }

    [Fact, Clause("KKR-6.2")]
    public void CampaignPoints_GoBackToo()
    {
        var book = new Book(Kkr.WithSpring, Kkr.Fresh("union"));
        book.Award("a", "2024-02-10", 40_000, campaigns: "spring").ShouldMove(points: 1_000, balance: 1_000);

        book.Return("back", "2024-02-11", "a", 10_000)
            .ShouldMove(points: -250, balance: 750)
            .ShouldHold(new Lot("base", 300), new Lot("memberBenefit", 300), new Lot("spring", 150, new DateOnly(2024, 6, 30)));
    }

    [Fact, Clause("KKR-6.3")]
    public void CampaignPointsThatHaveLapsed_AreNotTakenFromOthers()
    {
        var book = new Book(Kkr.WithSpring, Kkr.Fresh());
        book.Award("a", "2024-02-10", 40_000, campaigns: "spring").ShouldMove(points: 600, balance: 600);

        book.Return("back1", "2024-07-01", "a", 10_000).ShouldMove(points: -100, balance: 300);
        book.Return("back2", "2024-07-02", "a").ShouldMove(points: -300, balance: 0);
    }

    [Theory, Clause("KKR-6.3")]
    [InlineData(true)]
    [InlineData(false)]
    public void AfterTheLapse_NothingIsTaken_SweptOrNot(bool swept)
    {
        var book = BookWith(31_850);
        if (swept)
            book.Sweep("2026-03-01");
        book.Award("b", "2026-03-05", 5_000);

        book.Return("back", "2026-03-06", "a").ShouldMove(points: 0, balance: 50, expiresOn: "2028-03-31");
        // The lapsed purchase came back whole: it no longer extends anything.
        var voided = book.Void("v", "2026-03-07", "b").ShouldMove(points: -50, balance: 0);
        Assert.Null(voided.After.Holdings.ExpiresOn);
    }

    [Fact, Clause("KKR-6.3")]
    public void PointsSpentBeforeALapse_HaveNotLapsed()
    {
        var book = BookWith(100_000);
        book.Award("small", "2024-02-11", 3_000);
        book.Redeem("r", "2024-02-12", 1_000);
        book.Award("b", "2026-03-05", 200_000).ShouldMove(points: 2_000, balance: 2_000);

        // Of 1,030 points 30 lapsed and 1,000 were spent.
        book.Return("back", "2026-03-06", "a").ShouldMove(points: -970, balance: 1_030);
    }

    [Fact, Clause("KKR-5.2")]
    public void SpentPoints_AreRefusedWhereNoBalanceGoesNegative()
    {
        var book = BookWith(105_000);
        book.Redeem("r", "2024-03-01", 1_000);

        book.Return("back", "2024-03-02", "a").ShouldRefuse("would-go-negative", "KKR-5.2");
        book.Return("back", "2024-03-02", "a", 6_000).ShouldRefuse("would-go-negative", "KKR-5.2");
        book.Return("back", "2024-03-02", "a", 5_000).ShouldMove(points: -50, balance: 0);
    }

    [Fact, Clause("KKR-6.2")]
    public void PointsTakenFromAnotherKind_AreNotTakenAgain()
    {
        var book = BookWith(50_000, "union");
        book.Award("b", "2024-02-11", 50_000);
        book.Redeem("r", "2024-02-12", 1_000).ShouldBeAccepted().ShouldHold(new Lot("memberBenefit", 1_000));

        book.Return("back1", "2024-02-13", "a", 10_000).ShouldMove(points: -200, balance: 800);
        book.Return("back2", "2024-02-14", "a", 10_000).ShouldMove(points: -200, balance: 600);
        book.Return("back3", "2024-02-15", "a", 10_000).ShouldMove(points: -200, balance: 400);
        book.Return("back4", "2024-02-16", "a").ShouldMove(points: -400, balance: 0);
    }

    [Fact, Clause("KEIO-9")]
    public void WhereTheTermsAllow_TheBalanceGoesNegative_OncePerYen_AndAwardsFillTheHole()
    {
        var book = new Book(Kkr.WithDebt, Kkr.Fresh());
        book.Award("a", "2024-02-10", 100_000);
        book.Redeem("r", "2024-02-11", 1_000);

        book.Return("back1", "2024-02-12", "a", 40_000).ShouldMove(points: -400, balance: -400);
        book.Return("back2", "2024-02-13", "a").ShouldMove(points: -600, balance: -1_000);
        book.Redeem("r2", "2024-02-14", 1_000).ShouldRefuse("insufficient-points", "KKR-5.3");
        book.Award("b", "2024-02-15", 60_000).ShouldMove(points: 600, balance: -400).ShouldHold();
        book.Award("c", "2024-02-16", 60_000).ShouldMove(points: 600, balance: 200).ShouldHold(new Lot("base", 200));
    }

    [Fact, Clause("KEIO-9")]
    public void AnAwardThatFilledADebt_IsReturnedWhole()
    {
        var book = new Book(Kkr.WithDebt, Kkr.Fresh());
        book.Award("a", "2024-02-10", 100_000);
        book.Redeem("r", "2024-02-11", 1_000);
        book.Return("back", "2024-02-12", "a");
        book.Award("b", "2024-02-13", 60_000).ShouldMove(points: 600, balance: -400);

        book.Return("back2", "2024-02-14", "b", 30_000).ShouldMove(points: -300, balance: -700);
        book.Return("back3", "2024-02-14", "b").ShouldMove(points: -300, balance: -1_000);
    }

    [Fact, Clause("KEIO-9")]
    public void TheHole_IsNeverNegativeZero()
    {
        var book = new Book(Kkr.WithDebt, Kkr.Fresh());
        book.Award("a", "2024-02-10", 100_000);
        book.Redeem("r", "2024-02-11", 1_000);
        book.Return("back", "2024-02-12", "a");

        var filled = book.Award("b", "2024-02-13", 100_000).ShouldMove(points: 1_000, balance: 0);

        Assert.Equal("0", $"{filled.Main.After.Points:N0}");
        Assert.Equal(0, filled.After.Holdings.Debt);
        book.Balance("2024-02-13").ShouldBe(0, "2026-02-28");
    }

    [Fact, Clause("KEIO-3.2")]
    public void WhereTaxDoesNotCount_ItComesBackInProportion()
    {
        var book = new Book(Kkr.With(terms => terms with
        {
            Award = terms.Award with
            {
                Basis = new Rule<TaxBasis>(TaxBasis.TaxExcluded, "KEIO-3.2"),
                UnitYen = new Rule<long>(100, "KEIO-3.2"),
                PointsPerUnit = new Rule<long>(1, "KEIO-3.2"),
            },
        }), Kkr.Fresh());
        var bought = new Purchase { AmountYen = 11_000, TaxYen = 1_000, ReceiptNumber = "R-1" };
        book.Award("a", "2024-02-10", bought).ShouldMove(points: 100, balance: 100);

        book.Return("back1", "2024-02-11", "a", 5_500).ShouldMove(points: -50, balance: 50);
        book.Return("back2", "2024-02-12", "a").ShouldMove(points: -50, balance: 0);
    }
}
