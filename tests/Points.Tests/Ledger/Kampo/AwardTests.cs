using Points.Ledger;

namespace Points.Tests.Ledger.Kampo;

public sealed class AwardTests
{
    private static Decision Stay(Purchase stay, string? at = null) =>
        Shipped.Open(Shipped.Kampo, "2024-01-10").Award("a", "2024-04-10", stay, at: at);

    [Fact, Clause("KAMPO-6.1a"), Clause("KAMPO-6.1b")]
    public void TheExample_IsSharedByTwo_WithoutTaxAndCoupons_AndSaysSo()
    {
        var stay = Shipped.Bought(36_850) with { TaxYen = 3_000, CoveredYen = 2_000, Guests = 2 };

        var accepted = Stay(stay).ShouldMove(points: 159, balance: 159).ShouldSay("KAMPO-6.1a", "KAMPO-6.1b", "KAMPO-5.1");

        Assert.Equal(
            [
                "36,850円 − 税 3,000円 = 33,850円",
                "33,850円 − クーポン・助成・ポイント充当分 2,000円 = 31,850円",
                "31,850円 ÷ 2名 = 15,925円",
                "15,925円 → 100円未満切捨て 15,900円 → 100円ごとに1ポイント × 159 = 159ポイント",
                "最終利用日 2024年4月10日 → 有効期限 2027年4月30日",
            ],
            accepted.Main.Steps.Select(step => step.Text));
    }

    [Theory, Clause("KAMPO-6.1b")]
    [InlineData(21_850, null, 218)]
    [InlineData(21_850, 1, 218)]
    [InlineData(31_850, 2, 159)]
    [InlineData(31_850, 3, 106)]
    [InlineData(199, 2, 0)]
    [InlineData(200, 2, 1)]
    [InlineData(299, 3, 0)]
    public void TheAmount_IsSharedByTheGuests_ThenFloored(long eligibleYen, int? guests, long points) =>
        Stay(Shipped.Bought(eligibleYen) with { Guests = guests }).ShouldMove(points, balance: points);

    [Theory, Clause("KAMPO-6.1a")]
    [InlineData(99, 0)]
    [InlineData(100, 1)]
    [InlineData(199, 1)]
    public void Under100Yen_EarnsNothing(long amountYen, long points) =>
        Stay(Shipped.Bought(amountYen)).ShouldMove(points, balance: points);

    [Theory, Clause("KAMPO-6.1a")]
    [InlineData(11_000, 1_150, 98)]
    [InlineData(1_150, 1_150, 0)]
    public void ConsumptionAndBathTax_EarnNothing(long amountYen, long taxYen, long points) =>
        Stay(Shipped.Bought(amountYen) with { TaxYen = taxYen }).ShouldMove(points, balance: points);

    [Theory, Clause("KAMPO-6.1a")]
    [InlineData(3_000, 70)]
    [InlineData(9_999, 0)]
    [InlineData(10_000, 0)]
    [InlineData(12_000, 0)]
    public void WhatCouponsSubsidiesAndPointsCover_EarnsNothing_TheRestDoes(long coveredYen, long points) =>
        Stay(Shipped.Bought(10_000) with { CoveredYen = coveredYen }).ShouldMove(points, balance: points);

    [Theory, Clause("KAMPO-6.1a")]
    [InlineData("cash", 100)]
    [InlineData("voucher", 100)]
    [InlineData("creditCard", 100)]
    [InlineData("debitCard", 100)]
    [InlineData("invoice", 0)]
    public void PaidAtTheFront_ByCashOrCard_ButNotByInvoice(string payment, long points) =>
        Stay(Shipped.Bought(10_000) with { Payment = payment }).ShouldMove(points, balance: points);

    [Theory, Clause("KAMPO-6.1a")]
    [InlineData("direct", 100)]
    [InlineData("officialWeb", 100)]
    [InlineData("agency", 0)]
    [InlineData("otherWeb", 0)]
    public void ABookingThroughOthers_EarnsNothing(string booking, long points) =>
        Stay(Shipped.Bought(10_000) with { Booking = booking }).ShouldMove(points, balance: points);

    [Theory, Clause("KAMPO-6.1a")]
    [InlineData("front", 100)]
    [InlineData("elsewhere", 0)]
    public void SettledElsewhereThanAtTheFront_EarnsNothing(string settledAt, long points) =>
        Stay(Shipped.Bought(10_000) with { SettledAt = settledAt }).ShouldMove(points, balance: points);

    [Fact, Clause("KAMPO-6.1a")]
    public void ACardShownAfterSettlement_EarnsNothing() =>
        Stay(Shipped.Bought(10_000) with { BeforeSettlement = false }).ShouldMove(points: 0, balance: 0).ShouldSay("KAMPO-6.1a", "KAMPO-5.1");

    [Fact, Clause("KAMPO-4.4")]
    public void AnUnsignedCard_EarnsNothing() =>
        Stay(Shipped.Bought(10_000) with { CardSigned = false }).ShouldMove(points: 0, balance: 0).ShouldSay("KAMPO-4.4", "KAMPO-5.1");

    [Theory, Clause("KAMPO-6.1a")]
    [InlineData("restaurant")]
    [InlineData("shop")]
    public void OnlyLodging_Earns(string department) =>
        Stay(Shipped.Bought(10_000), at: department).ShouldMove(points: 0, balance: 0).ShouldSay("KAMPO-6.1a");

    [Fact, Clause("KAMPO-6.1a")]
    public void ADiscount_LeavesTheRestToEarn() =>
        Stay(Shipped.Bought(10_000) with { Discounted = true }).ShouldMove(points: 100, balance: 100);

    [Fact, Clause("KAMPO-6.1d")]
    public void ACampaign_ThatTheFrontNames_AddsBonusPoints() =>
        Stay(Shipped.Bought(20_000) with { Campaigns = ["campaignBonus"], Guests = 2 })
            .ShouldMove(points: 200, balance: 200)
            .ShouldSay("KAMPO-6.1b", "KAMPO-6.1d", "KAMPO-5.1")
            .ShouldHold(new Lot("base", 100, null, new DateOnly(2024, 4, 11)), new Lot("campaignBonus", 100, null, new DateOnly(2024, 4, 11)));
}
