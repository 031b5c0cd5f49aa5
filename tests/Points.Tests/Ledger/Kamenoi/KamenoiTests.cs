using Points.Cards;
using Points.Ledger;

namespace Points.Tests.Ledger.Kamenoi;

/// <summary>What Kamenoi's terms say apart, and that the rest is decided as at Kampo no Yado under its own clauses.</summary>
public sealed class KamenoiTests
{
    private static Book Fresh() => Shipped.Open(Shipped.Kamenoi, "2024-04-01");

    [Fact, Clause("KAMENOI-6.1a"), Clause("KAMENOI-6.1b")]
    public void TheExample_IsSharedByTwo() =>
        Fresh().Award("a", "2024-04-10", Shipped.Bought(36_850) with { TaxYen = 3_000, CoveredYen = 2_000, Guests = 2 })
            .ShouldMove(points: 159, balance: 159)
            .ShouldSay("KAMENOI-6.1a", "KAMENOI-6.1b", "KAMENOI-5.1");

    [Theory, Clause("KAMENOI-6.1a")]
    [InlineData("invoice", null, null, "KAMENOI-6.1a")]
    [InlineData(null, "elsewhere", null, "KAMENOI-6.1a")]
    [InlineData(null, null, false, "KAMENOI-6.1a")]
    public void ByInvoice_Elsewhere_OrShownTooLate_NothingIsEarned(string? payment, string? settledAt, bool? beforeSettlement, string clause) =>
        Fresh().Award("a", "2024-04-10", Shipped.Bought(10_000) with { Payment = payment, SettledAt = settledAt, BeforeSettlement = beforeSettlement })
            .ShouldMove(points: 0, balance: 0)
            .ShouldSay(clause);

    [Theory, Clause("KAMENOI-6.6")]
    [InlineData("agency")]
    [InlineData("otherWeb")]
    public void ABookingThroughOthers_EarnsNothing_ButPointsPay(string booking)
    {
        var book = Fresh();
        book.Award("a", "2024-04-10", 10_000);

        book.Award("b", "2024-05-10", Shipped.Bought(10_000) with { Booking = booking }).ShouldMove(points: 0, balance: 100).ShouldSay("KAMENOI-6.6");
        book.Redeem("r", "2024-05-10", new Redemption(100, 10_000)).ShouldMove(points: -100, balance: 0, paidYen: 100);
    }

    [Fact, Clause("KAMENOI-4.4")]
    public void AnUnsignedCard_GetsNoService()
    {
        var book = Fresh();
        book.Award("a", "2024-04-10", 10_000);

        book.Award("b", "2024-04-11", Shipped.Bought(10_000) with { CardSigned = false }).ShouldMove(points: 0, balance: 100).ShouldSay("KAMENOI-4.4");
        book.Redeem("r", "2024-04-11", new Redemption(100, 800, CardSigned: false)).ShouldRefuse("not-redeemable-here", "KAMENOI-4.4");
    }

    [Theory, Clause("KAMENOI-6.1c")]
    [InlineData(300, 0)]
    [InlineData(301, 500)]
    [InlineData(600, 500)]
    [InlineData(601, 1_000)]
    [InlineData(2_999, 4_500)]
    [InlineData(3_000, 9_500)]
    [InlineData(3_001, 10_000)]
    public void Milestones_AreThoseOfKampo(long earned, long bonus) =>
        Fresh().Award("a", "2024-04-10", earned * 100).ShouldMove(earned + bonus, balance: earned + bonus);

    [Fact, Clause("KAMENOI-6.1c")]
    public void AMilestoneThatBreaks_IsTakenBack()
    {
        var book = Fresh();
        book.Award("a", "2024-04-10", 30_000);
        book.Award("b", "2024-04-11", 20_000);

        book.Return("back", "2024-04-12", "a").ShouldMove(points: -800, balance: 200).ShouldSay("KAMENOI-6.1c", "KAMENOI-6.1b", "KAMENOI-5.1");
    }

    [Fact, Clause("KAMENOI-6.1d")]
    public void ACampaign_AddsBonusPoints() =>
        Fresh().Award("a", "2024-04-10", 10_000, campaigns: "campaignBonus").ShouldMove(points: 200, balance: 200).ShouldSay("KAMENOI-6.1b", "KAMENOI-6.1d", "KAMENOI-5.1");

    [Fact, Clause("KAMENOI-6.2")]
    public void PointsAwardedToday_AreUsableFromMidnight_UpToWhatIsLeftOfTheBill()
    {
        var book = Fresh();
        book.Award("a", "2024-04-10", 40_000).ShouldMove(points: 900, balance: 900);

        book.Redeem("r1", "2024-04-10 23:59:59", 1).ShouldRefuse("same-day-points", "KAMENOI-6.2");
        book.Redeem("r2", "2024-04-11 00:00:00", new Redemption(501, 800, 300)).ShouldRefuse("exceeds-bill", "KAMENOI-6.2");
        book.Redeem("r3", "2024-04-11 00:00:00", new Redemption(500, 800, 300)).ShouldMove(points: -500, balance: 400, paidYen: 500);
        book.Redeem("r4", "2024-04-11", new Redemption(1, 800), at: "shop").ShouldRefuse("not-redeemable-here", "KAMENOI-6.2");
    }

    [Fact, Clause("KAMENOI-5.1")]
    public void CardAndPoints_NeverEnd()
    {
        var book = Fresh();
        var award = book.Award("a", "2024-04-10", 10_000).ShouldBeAccepted();

        Assert.Equal("ポイントは無期限", award.Main.Steps[^1].Text);
        Assert.Null(book.Sweep("2124-04-10"));
        book.Balance("2124-04-10").ShouldBe(100, expiresOn: null);
        Assert.Equal(CardStatus.Active, book.Balance("2124-04-10").Status);
        book.Redeem("r", "2124-04-10", 100).ShouldMove(points: -100, balance: 0, paidYen: 100);
    }
}
