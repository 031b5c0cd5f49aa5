using Points.Cards;
using Points.Ledger;

namespace Points.Tests.Ledger.Keio;

public sealed class AwardTests
{
    private const string Under2022 = "2023-02-28 23:59:59";
    private const string Under2023 = "2023-03-01 00:00:00";

    private static Decision Buy(Purchase purchase, string when = Under2023, string? at = null) =>
        Shipped.Open(Shipped.Keio, "2022-12-10").Award("a", when, purchase, at: at);

    [Fact, Clause("KEIO-3.1"), Clause("KEIO-3.2"), Clause("KEIO-4.2"), Clause("KEIO-4.3")]
    public void APurchase_EarnsOnePointPer100YenBeforeTax_AndSaysSo()
    {
        var accepted = Buy(Shipped.Bought(11_055) with { TaxYen = 1_005 }).ShouldMove(points: 100, balance: 100).ShouldSay("KEIO-3.2", "KEIO-4.2", "KEIO-4.3");

        Assert.Equal(
            [
                "11,055円 − 税 1,005円 = 10,050円",
                "10,050円 → 100円未満切捨て 10,000円 → 100円ごとに1ポイント × 100 = 100ポイント",
                "積立年度 2022年12月1日 ～ 2023年11月30日",
                "今回のポイントの有効期限 2024年11月30日",
            ],
            accepted.Main.Steps.Select(step => step.Text));
    }

    [Theory, Clause("KEIO-3.2")]
    [InlineData(99, 0, 0)]
    [InlineData(100, 0, 1)]
    [InlineData(109, 10, 0)]
    [InlineData(110, 10, 1)]
    [InlineData(199, 0, 1)]
    public void TheUnit_Is100YenBeforeTax(long amountYen, long taxYen, long points) =>
        Buy(Shipped.Bought(amountYen) with { TaxYen = taxYen }).ShouldMove(points, balance: points);

    [Theory, Clause("KEIO-3.1")]
    [InlineData(Under2022, "cash", 100)]
    [InlineData(Under2022, "ownCard", 100)]
    [InlineData(Under2022, "creditCard", 0)]
    [InlineData(Under2022, "otherCreditCard", 0)]
    [InlineData(Under2023, "cash", 100)]
    [InlineData(Under2023, "ownCard", 100)]
    [InlineData(Under2023, "creditCard", 100)]
    [InlineData(Under2023, "otherCreditCard", 0)]
    public void In2022AnyOtherCard_In2023AnotherCompanysCard_EarnsNothing(string when, string payment, long points)
    {
        var accepted = Buy(Shipped.Bought(10_000) with { Payment = payment }, when).ShouldMove(points, balance: points);
        if (points == 0)
            accepted.ShouldSay("KEIO-3.1");
    }

    [Theory, Clause("KEIO-3.1")]
    [InlineData(Under2022, "creditCard")]
    [InlineData(Under2022, "otherCreditCard")]
    [InlineData(Under2023, "otherCreditCard")]
    public void APartnerStore_TakesAnyCard(string when, string payment) =>
        Buy(Shipped.Bought(10_000) with { Payment = payment }, when, at: "partner").ShouldMove(points: 100, balance: 100);

    [Fact, Clause("KEIO-3.3")]
    public void AnotherDiscount_LeavesNothing() =>
        Buy(Shipped.Bought(10_000) with { Discounted = true }).ShouldMove(points: 0, balance: 0).ShouldSay("KEIO-3.3");

    [Theory, Clause("KEIO-3.3")]
    [InlineData(0, 100)]
    [InlineData(1, 0)]
    [InlineData(9_900, 0)]
    public void OneYenOfOtherPoints_ForfeitsThePurchase(long coveredYen, long points) =>
        Buy(Shipped.Bought(10_000) with { CoveredYen = coveredYen }).ShouldMove(points, balance: points);

    [Fact, Clause("KEIO-3.3")]
    public void ACardShownAfterTheRegister_EarnsNothing() =>
        Buy(Shipped.Bought(10_000) with { BeforeSettlement = false }).ShouldMove(points: 0, balance: 0).ShouldSay("KEIO-3.3");

    [Theory, Clause("KEIO-3.2")]
    [InlineData("goods", true, 60)]
    [InlineData("services", true, 60)]
    [InlineData("rights", true, 60)]
    [InlineData("rights", false, 100)]
    public void AStore_MayExcludeGoodsServicesAndRights(string category, bool excluded, long points) =>
        Buy(Shipped.Bought(10_000) with { Items = [new Item(category, 4_000, excluded), new Item("goods", 6_000)] }).ShouldMove(points, balance: points);

    [Fact, Clause("KEIO-2.1"), Clause("KEIO-2.3")]
    public void ACard_AndAPhoneScreen_AreTheCard()
    {
        foreach (var medium in (string[])["nfc", "qr"])
        {
            Issue.Decide("account-1", new CardRequest(medium, "member", "individual"), Kkr.On("2023-05-10", "store", "shinjuku", "i"), Shipped.Keio)
                .ShouldMove(points: 0, balance: 0)
                .ShouldSay("KEIO-2.3");
        }

        Issue.Decide("account-1", new CardRequest("paper", "member", "individual"), Kkr.On("2023-05-10", "store", "shinjuku", "i"), Shipped.Keio)
            .ShouldRefuse("unknown-medium", "KEIO-2.3");
    }

    [Fact, Clause("KEIO-2.1")]
    public void ACardThatIsNotRegistered_IsRefused()
    {
        var account = Shipped.Open(Shipped.Keio, "2023-05-10").Account;

        Award.Decide(account, Shipped.Bought(1_000), Kkr.On("2023-06-01", "store", "shinjuku", "a") with { CardNumber = "4202999999999999" }, Shipped.Keio)
            .ShouldRefuse("card-unknown", "KEIO-2.1");
    }

    [Fact, Clause("KEIO-11")]
    public void ASuspendedCard_IsRefused()
    {
        var account = Shipped.Open(Shipped.Keio, "2023-05-10").Account;
        account = account with { Cards = [account.Cards[0] with { Status = CardStatus.Suspended }] };

        Award.Decide(account, Shipped.Bought(1_000), Kkr.On("2023-06-01", "store", "shinjuku", "a") with { CardNumber = account.Cards[0].Number }, Shipped.Keio)
            .ShouldRefuse("card-suspended", "KEIO-11");
    }
}
