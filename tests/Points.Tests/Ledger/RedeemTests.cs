using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Points.Tests.Ledger;

public sealed class RedeemTests
{
    private static Decision Redeem(long points, long billYen, long coveredYen = 0, string department = "lodging", string facility = "tokyo") =>
        Points.Ledger.Redeem.Decide(
            Kkr.Account(points: 2_630), new Redemption(points, billYen, coveredYen), Kkr.On("2024-03-31", department, facility), Kkr.Program);

    [Fact, Clause("KKR-5.3"), Clause("KKR-P-redeem")]
    public void OneUnit_PaysAsManyYen() =>
        Redeem(1_000, billYen: 12_000)
            .ShouldMove(points: -1_000, paidYen: 1_000, balance: 1_630, expiresOn: "2026-03-31")
            .ShouldSay("KKR-5.3", "KKR-6.1");

    [Fact, Clause("KKR-5.3")]
    public void OneUnitOnASmallerBill_TakesTheUnit_AndGivesNoChange()
    {
        var accepted = Redeem(1_000, billYen: 800).ShouldMove(points: -1_000, paidYen: 800, balance: 1_630, expiresOn: "2026-03-31");

        Assert.Equal("1,000ポイントを 800円 に充当（釣銭 200円 はお渡しできません）", accepted.Main.Steps[0].Text);
    }

    [Theory, Clause("KKR-5.3")]
    [InlineData(2_000, 800)]
    [InlineData(2_000, 1_000)]
    [InlineData(1_000, 0)]
    [InlineData(1_000, -500)]
    public void MoreUnitsThanTheBillNeeds_IsRefused(long points, long billYen) =>
        Redeem(points, billYen).ShouldRefuse("exceeds-bill", "KKR-5.3");

    [Theory, Clause("KKR-5.3")]
    [InlineData(1_001, 2_000, 1_001)]
    [InlineData(1_999, 2_000, 1_999)]
    [InlineData(2_000, 2_000, 2_000)]
    public void TheLastUnit_MayBeLargerThanWhatIsLeft(long billYen, long points, long paidYen) =>
        Redeem(points, billYen).ShouldMove(points: -points, paidYen: paidYen, balance: 630);

    [Theory, Clause("KKR-5.3")]
    [InlineData(1)]
    [InlineData(999)]
    [InlineData(1_001)]
    [InlineData(1_500)]
    [InlineData(0)]
    [InlineData(-1_000)]
    public void OnlyWholeUnits(long points) => Redeem(points, billYen: 5_000).ShouldRefuse("redemption-unit", "KKR-5.3");

    [Fact, Clause("KKR-5.3")]
    public void WhatCouponsCover_IsNotPaidAgain()
    {
        var accepted = Redeem(1_000, billYen: 3_000, coveredYen: 2_500).ShouldMove(points: -1_000, paidYen: 500, balance: 1_630);

        Assert.Equal(new Payment(3_000, 2_500, 500), accepted.Main.Payment);
        Redeem(2_000, billYen: 3_000, coveredYen: 2_500).ShouldRefuse("exceeds-bill", "KKR-5.3");
        Redeem(1_000, billYen: 3_000, coveredYen: 3_000).ShouldRefuse("exceeds-bill", "KKR-5.3");
    }

    [Fact, Clause("KKR-5.3")]
    public void MoreThanTheBalance_IsRefused() => Redeem(3_000, billYen: 3_000).ShouldRefuse("insufficient-points", "KKR-5.3");

    [Theory, Clause("KKR-5.4")]
    [InlineData("tokyo", "shop")]
    [InlineData("tokyo", "parking")]
    [InlineData("atami", "restaurant")]
    public void NotRedeemableThere(string facility, string department) =>
        Redeem(1_000, billYen: 1_000, department: department, facility: facility).ShouldRefuse("not-redeemable-here", "KKR-5.4");

    [Theory, Clause("KKR-5.3")]
    [InlineData("tokyo", "lodging")]
    [InlineData("tokyo", "restaurant")]
    [InlineData("hakone", "banquet")]
    [InlineData("atami", "lodging")]
    public void RedeemableThere(string facility, string department) =>
        Redeem(1_000, billYen: 1_000, department: department, facility: facility).ShouldMove(points: -1_000, paidYen: 1_000, balance: 1_630);

    [Fact, Clause("KKR-6.3")]
    public void OnTheLastValidDay_ThePointsPay() =>
        Points.Ledger.Redeem.Decide(Kkr.Account(points: 2_630), new Redemption(1_000, 1_000), Kkr.On("2026-02-28 23:59:59"), Kkr.Program)
            .ShouldMove(points: -1_000, paidYen: 1_000, balance: 1_630, expiresOn: "2028-02-29");

    [Fact, Clause("KKR-6.3")]
    public void FromMidnightOn_TheyAreGone_WithoutAnySweep() =>
        Points.Ledger.Redeem.Decide(Kkr.Account(points: 2_630), new Redemption(1_000, 1_000), Kkr.On("2026-03-01 00:00:00"), Kkr.Program)
            .ShouldRefuse("insufficient-points", "KKR-5.3");

    [Fact, Clause("KKR-6.2")]
    public void WhatEndsFirst_IsSpentFirst()
    {
        var book = new Book(Kkr.WithSpring, Kkr.Fresh());
        book.Award("a", "2024-02-10", 80_000, campaigns: "spring");

        book.Redeem("r", "2024-03-01", 1_000)
            .ShouldMove(points: -1_000, paidYen: 1_000, balance: 200)
            .ShouldHold(new Lot("base", 200));
        Assert.Equal([new Move("spring", -400, new DateOnly(2024, 6, 30)), new Move("base", -600)], book.Entries[^1].Moves);
    }

    [Fact, Clause("KKR-6.2")]
    public void BasePointsThatEndBeforeACampaign_AreSpentFirst()
    {
        var book = new Book(Kkr.With(terms => terms with
        {
            Award = terms.Award with { Campaigns = [Kkr.Spring with { ExpiresOn = new Rule<DateOnly>(new DateOnly(2027, 12, 31), "KKR-6.2") }] },
        }), Kkr.Fresh());
        book.Award("a", "2024-02-10", 80_000, campaigns: "spring");

        book.Redeem("r", "2024-03-01", 1_000).ShouldBeAccepted().ShouldHold(new Lot("spring", 200, new DateOnly(2027, 12, 31)));
    }

    [Fact, Clause("KKR-6.1")]
    public void EmptiedByRedemption_KeepsItsExpiry()
    {
        var accepted = Points.Ledger.Redeem.Decide(
            Kkr.Account(points: 1_000), new Redemption(1_000, 1_000), Kkr.On("2024-03-31"), Kkr.Program)
            .ShouldMove(points: -1_000, paidYen: 1_000, balance: 0, expiresOn: "2026-03-31")
            .ShouldHold();

        Kkr.Balance(accepted.After, "2026-03-31").ShouldBe(0, "2026-03-31");
        Kkr.Balance(accepted.After, "2026-04-01").ShouldBe(0, "2026-03-31", lapsedOn: "2026-04-01", withdrawalDueOn: "2026-10-01");
    }

    [Fact, Clause("KKR-6.1")]
    public void ALateReport_NeverMovesExpiryBack() =>
        Points.Ledger.Redeem.Decide(
            Kkr.Account(points: 2_000, activeOn: "2024-03-31", expiresOn: "2026-03-31"),
            new Redemption(1_000, 1_000), Kkr.On("2024-02-10", recorded: "2024-04-01"), Kkr.Program)
            .ShouldMove(points: -1_000, paidYen: 1_000, balance: 1_000, expiresOn: "2026-03-31");

    [Fact, Clause("KKR-5.1")]
    public void ASuspendedCard_IsRefused()
    {
        var account = Kkr.Account(points: 2_000);
        account = account with { Cards = [account.Cards[0] with { Status = CardStatus.Suspended }] };

        Points.Ledger.Redeem.Decide(account, new Redemption(1_000, 1_000), Kkr.On("2024-03-01"), Kkr.Program)
            .ShouldRefuse("card-suspended", "KKR-14.2");
    }

    [Fact]
    public void HugeBills_DoNotOverflow() => Redeem(1_000, billYen: 9_007_199_254_740_991).ShouldMove(points: -1_000, paidYen: 1_000, balance: 1_630);

    [Theory, Clause("KAMPO-6.2")]
    [InlineData(800, 800, true)]
    [InlineData(801, 800, false)]
    public void WhereOverpayingIsNeverAllowed_TheBillIsTheLimit(long points, long billYen, bool allowed)
    {
        var program = Kkr.With(terms => terms with
        {
            Redemption = terms.Redemption with { UnitPoints = new Rule<long>(1, "KAMPO-6.2"), Overpay = new Rule<Overpay>(Overpay.Never, "KAMPO-6.2") },
        });
        var decision = Points.Ledger.Redeem.Decide(Kkr.Account(points: 2_630), new Redemption(points, billYen), Kkr.On("2024-03-31"), program);

        if (allowed)
            decision.ShouldMove(points: -800, paidYen: 800, balance: 1_830);
        else
            decision.ShouldRefuse("exceeds-bill", "KAMPO-6.2");
    }
}
