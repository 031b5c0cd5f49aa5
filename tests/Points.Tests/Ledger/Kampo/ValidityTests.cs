using Points.Cards;
using Points.Ledger;

namespace Points.Tests.Ledger.Kampo;

public sealed class ValidityTests
{
    [Theory, Clause("KAMPO-5.1")]
    [InlineData("2024-01-01", "2027-01-31")]
    [InlineData("2024-01-31", "2027-01-31")]
    [InlineData("2024-02-29", "2027-02-28")]
    [InlineData("2025-02-28", "2028-02-29")]
    public void WithoutAStay_TheCardIsValidFor3YearsFromJoining_ThroughTheMonthEnd(string joined, string validThrough) =>
        Shipped.Open(Shipped.Kampo, joined).Balance(joined).ShouldBe(0, validThrough);

    [Theory, Clause("KAMPO-5.1")]
    [InlineData("2024-02-29", "2027-02-28")]
    [InlineData("2024-03-01", "2027-03-31")]
    [InlineData("2024-12-31", "2027-12-31")]
    public void TheLastStay_CountsFor3Years_ThroughTheMonthEnd(string stay, string validThrough) =>
        Shipped.Open(Shipped.Kampo, "2024-01-10").Award("a", stay, 10_000).ShouldMove(points: 100, balance: 100, expiresOn: validThrough);

    [Fact, Clause("KAMPO-5.1")]
    public void AStayThatEarnsNothing_IsAStay() =>
        Shipped.Open(Shipped.Kampo, "2024-01-10")
            .Award("a", "2025-04-10", Shipped.Bought(10_000) with { Booking = "agency" })
            .ShouldMove(points: 0, balance: 0, expiresOn: "2028-04-30")
            .ShouldSay("KAMPO-6.1a", "KAMPO-5.1");

    [Fact, Clause("KAMPO-5.1")]
    public void ARedemption_IsAStay()
    {
        var book = Shipped.Open(Shipped.Kampo, "2024-01-10");
        book.Award("a", "2024-04-10", 10_000);

        book.Redeem("r", "2025-06-01", 40).ShouldMove(points: -40, balance: 60, expiresOn: "2028-06-30", paidYen: 40).ShouldSay("KAMPO-6.2", "KAMPO-5.1");
    }

    [Fact, Clause("KAMPO-5.1")]
    public void AMealInTheRestaurant_IsNone() =>
        Shipped.Open(Shipped.Kampo, "2024-01-10")
            .Award("a", "2025-04-10", Shipped.Bought(10_000), at: "restaurant")
            .ShouldMove(points: 0, balance: 0, expiresOn: "2027-01-31");

    [Fact, Clause("KAMPO-5.1")]
    public void OnTheLastDay_TheCardStillEarns()
    {
        var book = Shipped.Open(Shipped.Kampo, "2024-01-10");

        book.Award("a", "2027-01-31 23:59:59", 10_000).ShouldMove(points: 100, balance: 100, expiresOn: "2030-01-31");
    }

    [Fact, Clause("KAMPO-5.1")]
    public void TheNextDay_MembershipAndPointsHaveEnded()
    {
        var book = Shipped.Open(Shipped.Kampo, "2024-01-10");
        book.Award("a", "2024-04-10", 10_000);

        book.Balance("2027-04-30").ShouldBe(100, "2027-04-30");
        Assert.Equal((CardStatus.Active, 100), (book.Balance("2027-04-30").Status, book.Balance("2027-04-30").Available));
        book.Balance("2027-05-01").ShouldBe(0, "2027-04-30", lapsedOn: "2027-05-01", withdrawalDueOn: "2027-05-01");
        Assert.Equal(CardStatus.Retired, book.Balance("2027-05-01").Status);
        Assert.Equal(["KAMPO-5.1"], book.Balance("2027-05-01").Clauses);

        var refused = book.Award("b", "2027-05-01 00:00:00", 10_000).ShouldRefuse("card-retired", "KAMPO-5.1");
        Assert.Equal("カードの有効期間が過ぎ、2027年5月1日 に会員資格が終了しました。", refused.Detail);
        book.Redeem("r", "2027-05-01", 1).ShouldRefuse("card-retired", "KAMPO-5.1");
    }

    [Fact, Clause("KAMPO-5.1")]
    public void TheSweep_WritesTheEnd_WithItsClause()
    {
        var book = Shipped.Open(Shipped.Kampo, "2024-01-10");
        book.Award("a", "2024-04-10", 10_000);

        Assert.Null(book.Sweep("2027-04-30 23:59:59"));
        var lapse = Assert.Single(book.Sweep("2027-05-01 00:00:00")!.Entries);
        Assert.Equal((-100, 0), (lapse.Points, lapse.After.Points));
        Assert.Equal(["KAMPO-5.1"], lapse.Clauses);
        book.Award("b", "2027-05-01", 10_000).ShouldRefuse("card-retired", "KAMPO-5.1");
    }
}
