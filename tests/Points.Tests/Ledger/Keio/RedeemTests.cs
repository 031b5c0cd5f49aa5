using Points.Ledger;

namespace Points.Tests.Ledger.Keio;

public sealed class RedeemTests
{
    private static Book BookWith500()
    {
        var book = Shipped.Open(Shipped.Keio, "2022-12-10");
        book.Award("a", "2022-12-15", 50_000).ShouldMove(points: 500, balance: 500);
        return book;
    }

    private static Decision Pay(long points, string when = "2023-03-01", long billYen = 1_000, long coveredYen = 0, string? at = null, params Item[] items) =>
        BookWith500().Redeem("r", when, new Redemption(points, billYen, coveredYen, items), at);

    [Theory, Clause("KEIO-6")]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(500)]
    public void FromOnePoint_OnePointIsOneYen(long points) =>
        Pay(points).ShouldMove(-points, balance: 500 - points, paidYen: points).ShouldSay("KEIO-6");

    [Fact, Clause("KEIO-6")]
    public void PointsOfToday_PayToday()
    {
        var book = Shipped.Open(Shipped.Keio, "2022-12-10");
        book.Award("a", "2023-03-01 10:00:00", 50_000);

        book.Redeem("r", "2023-03-01 10:00:01", 500).ShouldMove(points: -500, balance: 0, paidYen: 500);
    }

    [Fact, Clause("KEIO-6")]
    public void NoPoint_IsNoRedemption() => Pay(0).ShouldRefuse("redemption-unit", "KEIO-6");

    [Fact, Clause("KEIO-6")]
    public void MoreThanIsHeld_IsRefused() => Pay(501).ShouldRefuse("insufficient-points", "KEIO-6");

    [Theory, Clause("KEIO-6")]
    [InlineData(300, 0, 300)]
    [InlineData(1_000, 600, 400)]
    public void NeverMoreThanCouponsLeaveOfTheBill(long billYen, long coveredYen, long most)
    {
        Pay(most + 1, billYen: billYen, coveredYen: coveredYen).ShouldRefuse("exceeds-bill", "KEIO-6");
        Pay(most, billYen: billYen, coveredYen: coveredYen).ShouldMove(-most, balance: 500 - most, paidYen: most);
    }

    [Theory, Clause("KEIO-6")]
    [InlineData("goods")]
    [InlineData("services")]
    public void ExcludedGoodsAndServices_AreNotPaid(string category)
    {
        Pay(400, items: new Item(category, 600, Excluded: true)).ShouldMove(points: -400, balance: 100, paidYen: 400);
        Pay(401, items: new Item(category, 600, Excluded: true)).ShouldRefuse("exceeds-bill", "KEIO-6");
        Pay(1, items: new Item(category, 1_000, Excluded: true)).ShouldRefuse("not-redeemable-here", "KEIO-6");
        Pay(1, "2023-02-28", items: new Item(category, 1_000, Excluded: true)).ShouldRefuse("not-redeemable-here", "KEIO-6");
    }

    [Fact, Clause("KEIO-6")]
    public void ExcludedRights_AreRefused_From1March2023Only()
    {
        Pay(500, "2023-02-28 23:59:59", items: new Item("rights", 1_000, Excluded: true)).ShouldMove(points: -500, balance: 0, paidYen: 500);
        Pay(1, "2023-03-01 00:00:00", items: new Item("rights", 1_000, Excluded: true)).ShouldRefuse("not-redeemable-here", "KEIO-6");
    }

    [Fact, Clause("KEIO-6")]
    public void RightsThatTheStoreDoesNotExclude_ArePaid() =>
        Pay(500, items: new Item("rights", 1_000)).ShouldMove(points: -500, balance: 0, paidYen: 500);

    [Fact, Clause("KEIO-6")]
    public void OnlyStoresThatAcceptPoints_AreThosePaid()
    {
        Pay(1, at: "travel").ShouldRefuse("not-redeemable-here", "KEIO-6");
        Pay(1, at: "partner").ShouldMove(points: -1, balance: 499, paidYen: 1);
    }
}
