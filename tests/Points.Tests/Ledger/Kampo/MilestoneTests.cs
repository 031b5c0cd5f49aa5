using Points.Ledger;

namespace Points.Tests.Ledger.Kampo;

public sealed class MilestoneTests
{
    [Theory, Clause("KAMPO-6.1c")]
    [InlineData(0, 299, 0)]
    [InlineData(0, 300, 0)]
    [InlineData(0, 301, 500)]
    [InlineData(299, 1, 0)]
    [InlineData(299, 2, 500)]
    [InlineData(300, 1, 500)]
    [InlineData(301, 298, 0)]
    [InlineData(301, 299, 0)]
    [InlineData(301, 300, 500)]
    [InlineData(0, 599, 500)]
    [InlineData(0, 600, 500)]
    [InlineData(0, 601, 1_000)]
    [InlineData(0, 2_999, 4_500)]
    [InlineData(0, 3_000, 9_500)]
    [InlineData(0, 3_001, 10_000)]
    [InlineData(2_998, 1, 0)]
    [InlineData(2_999, 1, 5_000)]
    [InlineData(2_999, 2, 5_500)]
    [InlineData(3_000, 1, 500)]
    [InlineData(299, 3_000, 10_000)]
    [InlineData(0, 9_001, 30_000)]
    public void EachMultipleOf300Exceeded_And3000Reached_GivesItsBonus(long before, long earned, long bonus)
    {
        var book = Shipped.Open(Shipped.Kampo, "2024-01-10");
        if (before > 0)
            book.Award("before", "2024-04-10", before * 100);
        var held = book.Account.Holdings.Points;

        var accepted = book.Award("a", "2024-04-11", earned * 100).ShouldMove(earned + bonus, balance: held + earned + bonus);

        Assert.Equal(before + earned, accepted.After.Holdings.Cumulative);
    }

    [Fact, Clause("KAMPO-6.1c")]
    public void SeveralInOneAward_AreSaid_EachWithItsNumbers()
    {
        var steps = Shipped.Open(Shipped.Kampo, "2024-01-10").Award("a", "2024-04-10", 300_100).ShouldBeAccepted().Main.Steps;

        Assert.Equal(
            [
                new Step("KAMPO-6.1c", "累計 0 → 3,001ポイント、300ポイント超過 +10回 × 500 = +5,000ポイント"),
                new Step("KAMPO-6.1c", "累計 0 → 3,001ポイント、3,000ポイント到達 +1回 × 5,000 = +5,000ポイント"),
            ],
            steps.Skip(1).Take(2));
    }

    [Fact, Clause("KAMPO-6.1c")]
    public void BonusPoints_CountTowardsNothing()
    {
        var book = Shipped.Open(Shipped.Kampo, "2024-01-10");
        book.Award("a", "2024-04-10", 30_100).ShouldMove(points: 801, balance: 801);
        book.Award("b", "2024-04-11", 29_900, campaigns: "campaignBonus").ShouldMove(points: 598, balance: 1_399);

        book.Award("c", "2024-04-12", 100).ShouldMove(points: 501, balance: 1_900);
    }

    [Fact, Clause("KAMPO-6.1c")]
    public void SpendingPoints_LowersNoMilestone()
    {
        var book = Shipped.Open(Shipped.Kampo, "2024-01-10");
        book.Award("a", "2024-04-10", 30_000);
        book.Redeem("r", "2024-04-11", 300);

        book.Award("b", "2024-04-12", 100).ShouldMove(points: 501, balance: 501);
    }

    [Fact, Clause("KAMPO-6.1c")]
    public void StaysBefore1September2011_DoNotCount()
    {
        var book = Shipped.Open(Shipped.Kampo, "2010-01-10");
        book.Award("old", "2011-08-31", 40_000).ShouldMove(points: 400, balance: 400);
        Assert.Equal(0, book.Account.Holdings.Cumulative);

        book.Award("new", "2011-09-01", 30_000).ShouldMove(points: 300, balance: 700);
        book.Award("next", "2011-09-02", 100).ShouldMove(points: 501, balance: 1_201);
        book.Return("back", "2011-09-03", "old").ShouldMove(points: -400, balance: 801);
        Assert.Equal(301, book.Account.Holdings.Cumulative);
    }

    [Fact, Clause("KAMPO-6.1c")]
    public void AStayThatEarnsNothing_CountsForNothing()
    {
        var book = Shipped.Open(Shipped.Kampo, "2024-01-10");
        book.Award("a", "2024-04-10", 30_000);
        book.Award("b", "2024-04-11", Shipped.Bought(50_000) with { Payment = "invoice" }).ShouldMove(points: 0, balance: 300);

        Assert.Equal(300, book.Account.Holdings.Cumulative);
    }
}
