using Points.Ledger;

namespace Points.Tests.Ledger.Kampo;

public sealed class RedeemTests
{
    private static Book BookWith300()
    {
        var book = Shipped.Open(Shipped.Kampo, "2024-01-10");
        book.Award("a", "2024-04-10 10:00:00", 30_000).ShouldMove(points: 300, balance: 300);
        return book;
    }

    [Fact, Clause("KAMPO-6.2")]
    public void PointsAwardedToday_AreUsableFromMidnightInJapan()
    {
        var book = BookWith300();

        var refused = book.Redeem("r1", "2024-04-10 23:59:59", 100).ShouldRefuse("same-day-points", "KAMPO-6.2");
        Assert.Equal("本日付与されたポイントは翌日以降にお使いいただけます（本日使えるのは 0ポイント）。", refused.Detail);
        book.Redeem("r2", "2024-04-11 00:00:00", 100).ShouldMove(points: -100, balance: 200, paidYen: 100);
    }

    [Fact, Clause("KAMPO-6.2"), Clause("KAMPO-6.1c")]
    public void TheBonus_IsBarredForTheDayToo()
    {
        var book = Shipped.Open(Shipped.Kampo, "2024-01-10");
        book.Award("a", "2024-04-10", 40_000).ShouldMove(points: 900, balance: 900);

        book.Redeem("r1", "2024-04-10 23:59:59", 1).ShouldRefuse("same-day-points", "KAMPO-6.2");
        book.Redeem("r2", "2024-04-11 00:00:00", 900).ShouldMove(points: -900, balance: 0, paidYen: 900);
    }

    [Fact, Clause("KAMPO-6.2")]
    public void EarlierPoints_AreUsableBesideTodays()
    {
        var book = BookWith300();
        book.Award("b", "2024-05-05 10:00:00", 10_000).ShouldMove(points: 600, balance: 900);

        book.Redeem("r1", "2024-05-05 11:00:00", 901).ShouldRefuse("insufficient-points", "KAMPO-6.2");
        book.Redeem("r2", "2024-05-05 11:00:00", 301).ShouldRefuse("same-day-points", "KAMPO-6.2");
        book.Redeem("r3", "2024-05-05 11:00:00", 300).ShouldMove(points: -300, balance: 600, paidYen: 300);
    }

    [Fact, Clause("KAMPO-6.2")]
    public void TheBalance_SaysWhatIsAvailableToday()
    {
        var book = BookWith300();

        Assert.Equal((300, 0), (book.Balance("2024-04-10").Points, book.Balance("2024-04-10").Available));
        Assert.Equal((300, 300), (book.Balance("2024-04-11").Points, book.Balance("2024-04-11").Available));
    }

    [Theory, Clause("KAMPO-6.2")]
    [InlineData(1)]
    [InlineData(299)]
    [InlineData(300)]
    public void OnePoint_IsOneYen(long points) =>
        BookWith300().Redeem("r", "2024-05-01", new Redemption(points, BillYen: 10_000)).ShouldMove(-points, balance: 300 - points, paidYen: points);

    [Theory, Clause("KAMPO-6.2")]
    [InlineData(200, 0, 200)]
    [InlineData(1_000, 850, 150)]
    public void NeverAboveWhatCouponsLeave(long billYen, long coveredYen, long most)
    {
        var book = BookWith300();

        book.Redeem("r1", "2024-05-01", new Redemption(most + 1, billYen, coveredYen)).ShouldRefuse("exceeds-bill", "KAMPO-6.2");
        book.Redeem("r2", "2024-05-01", new Redemption(most, billYen, coveredYen)).ShouldMove(-most, balance: 300 - most, paidYen: most);
    }

    [Fact, Clause("KAMPO-6.2")]
    public void ABillThatCouponsCover_LeavesNothingToPay() =>
        BookWith300().Redeem("r", "2024-05-01", new Redemption(1, 800, 800)).ShouldRefuse("exceeds-bill", "KAMPO-6.2");

    [Fact, Clause("KAMPO-4.4")]
    public void AnUnsignedCard_IsRefused() =>
        BookWith300().Redeem("r", "2024-05-01", new Redemption(100, 800, CardSigned: false)).ShouldRefuse("not-redeemable-here", "KAMPO-4.4");

    [Theory, Clause("KAMPO-6.2")]
    [InlineData("restaurant")]
    [InlineData("shop")]
    public void OnlyAStay_IsPaid(string department) =>
        BookWith300().Redeem("r", "2024-05-01", new Redemption(100, 800), at: department).ShouldRefuse("not-redeemable-here", "KAMPO-6.2");
}
