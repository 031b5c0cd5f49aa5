using Points.Ledger;

namespace Points.Tests.Ledger;

public sealed class VoidTests
{
    [Fact, Clause("KKR-5.3")]
    public void AVoidedRedemption_GivesPointsAndExpiryBack()
    {
        var book = new Book();
        book.Award("a", "2024-02-10", 150_000);
        book.Redeem("r", "2024-03-31", 1_000).ShouldMove(points: -1_000, paidYen: 1_000, balance: 500, expiresOn: "2026-03-31");

        var accepted = book.Void("v", "2024-04-01", "r")
            .ShouldMove(points: 1_000, balance: 1_500, expiresOn: "2026-02-28")
            .ShouldHold(new Lot("base", 1_500));

        Assert.Equal(new DateOnly(2024, 2, 10), accepted.After.Holdings.LastActivityOn);
        Assert.Equal("r", accepted.Main.Correction?.OperationId);
        Assert.Equal(["award", "redemption", "void"], book.Entries.Select(entry => entry.Kind));
    }

    [Fact, Clause("KKR-6.2")]
    public void RedeemedPoints_ComeBackToTheirLots()
    {
        var book = new Book(Kkr.WithSpring, Kkr.Fresh());
        book.Award("a", "2024-02-10", 80_000, campaigns: "spring");
        book.Redeem("r", "2024-03-01", 1_000).ShouldMove(points: -1_000, paidYen: 1_000, balance: 200);

        book.Void("v", "2024-03-02", "r")
            .ShouldMove(points: 1_000, balance: 1_200, expiresOn: "2026-02-28")
            .ShouldHold(new Lot("base", 800), new Lot("spring", 400, new DateOnly(2024, 6, 30)));
    }

    [Fact, Clause("KKR-6.3")]
    public void PartOfARedemptionThatHasLapsedMeanwhile_StaysLapsed()
    {
        var book = new Book(Kkr.WithSpring, Kkr.Fresh());
        book.Award("a", "2024-02-10", 80_000, campaigns: "spring");
        book.Redeem("r", "2024-03-01", 1_000);

        var accepted = book.Void("v", "2024-07-01 00:00:00", "r")
            .ShouldMove(points: 600, balance: 800, expiresOn: "2026-02-28")
            .ShouldSay("KKR-5.3", "KKR-6.3", "KKR-6.1")
            .ShouldHold(new Lot("base", 800));

        Assert.Equal(400, accepted.Main.Correction?.LapsedPoints);
        Assert.Equal("400ポイントは有効期限 2024年6月30日 を過ぎているため失効のまま", accepted.Main.Steps[1].Text);
    }

    [Fact, Clause("KKR-6.3")]
    public void ARedemptionWhosePointsEndedMeanwhile_GivesNothingBack_AndTheRestEnds()
    {
        var book = new Book();
        book.Award("a", "2024-02-10", 150_000);
        book.Redeem("r", "2026-02-20", 1_000).ShouldMove(points: -1_000, paidYen: 1_000, balance: 500, expiresOn: "2028-02-29");

        // Without the redemption everything would have ended on 28 February.
        var accepted = book.Void("v", "2026-03-10", "r").ShouldMove(points: 0, balance: 500, expiresOn: "2026-02-28");

        Assert.Equal(1_000, accepted.Main.Correction?.LapsedPoints);
        Assert.Equal([("void", 0L), ("lapse", -500L)], accepted.Entries.Select(entry => (entry.Kind, entry.Points)));
        Assert.Equal(0, book.Account.Holdings.Points);
    }

    [Fact, Clause("KKR-6.3")]
    public void ARedemptionVoidedAfterAGap_DoesNotReviveItsPoints_ThroughLaterAwards()
    {
        var book = new Book();
        book.Award("a", "2024-02-10", 200_000);
        book.Redeem("r", "2024-02-20", 1_000);
        book.Award("b", "2026-03-05", 10_000).ShouldMove(points: 100, balance: 100, expiresOn: "2028-03-31");

        var accepted = book.Void("v", "2026-03-06", "r").ShouldMove(points: 0, balance: 100, expiresOn: "2028-03-31");

        Assert.Equal(1_000, accepted.Main.Correction?.LapsedPoints);
    }

    [Fact, Clause("KKR-6.1")]
    public void AVoidedAward_TakesItsPointsBack_AsIfItHadNotHappened()
    {
        var book = new Book();
        book.Award("a", "2024-02-10", 50_000);
        book.Award("b", "2024-05-05", 30_000).ShouldMove(points: 300, balance: 800, expiresOn: "2026-05-31");

        book.Void("v", "2024-05-06", "b").ShouldMove(points: -300, balance: 500, expiresOn: "2026-02-28").ShouldSay("KKR-5.2", "KKR-6.1");
    }

    [Fact, Clause("KKR-6.1")]
    public void TheOnlyAwardVoided_LeavesNoExpiry()
    {
        var book = new Book();
        book.Award("a", "2024-02-10", 50_000);

        var accepted = book.Void("v", "2024-02-11", "a").ShouldMove(points: -500, balance: 0);

        Assert.Null(accepted.After.Holdings.ExpiresOn);
        Assert.Null(accepted.After.Holdings.LastActivityOn);
    }

    [Fact, Clause("KKR-6.2")]
    public void AVoidedAward_TakesEveryKindBack()
    {
        var book = new Book(Kkr.WithSpring, Kkr.Fresh("union"));
        book.Award("a", "2024-02-10", 40_000, campaigns: ["spring", "specialAddition"]).ShouldMove(points: 1_400, balance: 1_400);

        book.Void("v", "2024-02-11", "a").ShouldMove(points: -1_400, balance: 0).ShouldHold();
    }

    [Fact, Clause("KKR-5.2")]
    public void AnAwardWhosePointsAreSpent_IsNotVoided_WhereNoBalanceGoesNegative()
    {
        var book = new Book();
        book.Award("a", "2024-02-10", 150_000);
        book.Redeem("r", "2024-03-01", 1_000);

        book.Void("v", "2024-03-02", "a").ShouldRefuse("would-go-negative", "KKR-5.2");
        Assert.Equal(500, book.Account.Holdings.Points);
    }

    [Fact, Clause("KKR-5.2")]
    public void SpentPointsOfAnAward_AreTakenFromOtherPoints()
    {
        var book = new Book(Kkr.Program, Kkr.Fresh("union"));
        book.Award("a", "2024-02-10", 100_000);
        // Base points first: both kinds end on the same day.
        book.Redeem("r", "2024-03-01", 1_000).ShouldBeAccepted().ShouldHold(new Lot("memberBenefit", 1_000));
        book.Award("b", "2024-04-01", 60_000);

        book.Void("v", "2024-04-02", "a").ShouldMove(points: -2_000, balance: 200).ShouldHold(new Lot("memberBenefit", 200));
    }

    [Theory, Clause("KKR-6.3")]
    [InlineData(true)]
    [InlineData(false)]
    public void AnAwardWhosePointsHaveLapsed_TakesNothing_SweptOrNot(bool swept)
    {
        var book = new Book();
        book.Award("a", "2024-02-10", 50_000);
        if (swept)
            Assert.NotNull(book.Sweep("2026-03-01 00:05:00"));

        book.Void("v", "2026-03-02", "a").ShouldMove(points: 0, balance: 0);
        Assert.Equal(0, book.Entries.Sum(entry => entry.Points));
    }

    [Fact]
    public void AVoidedOperation_IsNotVoidedTwice_AndNamesTheFirst()
    {
        var book = new Book();
        book.Award("a", "2024-02-10", 150_000);
        book.Redeem("r", "2024-03-01", 1_000);
        book.Void("v", "2024-03-02", "r");

        var refused = book.Void("v2", "2024-03-03", "r").ShouldRefuse("already-voided");

        Assert.Equal("v", refused.Earlier?.Id);
        Assert.Equal(1_000, refused.Earlier?.Points);
        Assert.Equal(1_500, book.Account.Holdings.Points);
    }

    [Fact]
    public void OnlyAwardsAndRedemptions_AreVoided()
    {
        var book = new Book();
        book.Award("a", "2024-02-10", 150_000);
        book.Redeem("r", "2024-03-01", 1_000);
        book.Void("v", "2024-03-02", "r");
        book.Return("back", "2024-03-03", "a", 10_000);

        book.Void("w", "2024-03-04", "v").ShouldRefuse("not-voidable");
        book.Void("w", "2024-03-04", "back").ShouldRefuse("not-voidable");
        book.Void("w", "2024-03-04", "nothing").ShouldRefuse("operation-unknown");
    }

    [Fact, Clause("KKR-5.2")]
    public void AnAwardPartlyReturned_IsVoidedForWhatIsLeftOfIt()
    {
        var book = new Book();
        book.Award("a", "2024-02-10", 50_000);
        book.Return("back", "2024-02-11", "a", 20_000).ShouldMove(points: -200, balance: 300);

        book.Void("v", "2024-02-12", "a").ShouldMove(points: -300, balance: 0);
        book.Return("back2", "2024-02-13", "a", 10_000).ShouldRefuse("already-voided");
    }

    [Fact, Clause("KKR-16.1(3)")]
    public void ADormantCard_IsNotServed()
    {
        var book = new Book();
        book.Award("a", "2024-02-10", 50_000);

        book.Void("v", "2026-09-01", "a").ShouldRefuse("card-retired", "KKR-16.1(3)");
    }

    [Fact, Clause("KEIO-9")]
    public void AnAwardThatFilledADebt_OpensItAgain()
    {
        var book = new Book(Kkr.WithDebt, Kkr.Fresh());
        book.Award("a", "2024-02-10", 100_000);
        book.Redeem("r", "2024-02-11", 1_000);
        book.Void("v", "2024-02-12", "a").ShouldMove(points: -1_000, balance: -1_000);
        book.Award("b", "2024-02-13", 150_000).ShouldMove(points: 1_500, balance: 500).ShouldHold(new Lot("base", 500));

        book.Void("w", "2024-02-14", "b").ShouldMove(points: -1_500, balance: -1_000).ShouldHold();
    }

    [Fact, Clause("KEIO-9")]
    public void ARedemptionGivenBack_FillsADebtFirst()
    {
        var book = new Book(Kkr.WithDebt, Kkr.Fresh());
        book.Award("a", "2024-02-10", 150_000);
        book.Redeem("r", "2024-02-11", 1_000);
        book.Void("v", "2024-02-12", "a").ShouldMove(points: -1_500, balance: -1_000);

        var accepted = book.Void("w", "2024-02-13", "r").ShouldMove(points: 1_000, balance: 0).ShouldHold();

        Assert.Equal(0, accepted.After.Holdings.Debt);
        Assert.Null(accepted.After.Holdings.ExpiresOn);
    }
}
