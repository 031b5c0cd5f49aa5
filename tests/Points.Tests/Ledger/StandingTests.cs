using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Points.Tests.Ledger;

public sealed class StandingTests
{
    [Fact, Clause("KKR-16.1(3)"), Clause("KKR-P-dormant")]
    public void UntilTheLastDay_OneAwardRevivesTheCard() =>
        Award.Decide(Kkr.Account(points: 500), Kkr.Bought(5_000), Kkr.On("2026-08-31 23:59:59"), Kkr.Program)
            .ShouldMove(points: 50, balance: 50, expiresOn: "2028-08-31");

    [Fact, Clause("KKR-16.1(3)")]
    public void SixMonthsAfterTheLapse_TheCardIsRetired_WithoutAnySweep() =>
        Award.Decide(Kkr.Account(points: 500), Kkr.Bought(5_000), Kkr.On("2026-09-01 00:00:00"), Kkr.Program)
            .ShouldRefuse("card-retired", "KKR-16.1(3)");

    [Fact, Clause("KKR-16.1(3)")]
    public void AnAwardOf0Points_DoesNotRevive()
    {
        var book = new Book(Kkr.Program, Kkr.Account(points: 500));
        book.Award("nothing", "2026-08-31", 999).ShouldMove(points: 0, balance: 0, expiresOn: "2026-02-28");

        book.Award("late", "2026-09-01", 5_000).ShouldRefuse("card-retired", "KKR-16.1(3)");
    }

    [Fact, Clause("KKR-16.1(3)")]
    public void EmptiedByRedemption_CountsFromTheDayThePointsWouldHaveEnded()
    {
        var emptied = Kkr.Account(points: 0);

        Award.Decide(emptied, Kkr.Bought(5_000), Kkr.On("2026-08-31"), Kkr.Program).ShouldMove(points: 50, balance: 50);
        Award.Decide(emptied, Kkr.Bought(5_000), Kkr.On("2026-09-01"), Kkr.Program).ShouldRefuse("card-retired", "KKR-16.1(3)");
    }

    [Fact, Clause("KKR-16.1(3)")]
    public void WithoutAnyActivity_NothingIsDue()
    {
        Award.Decide(Kkr.Fresh(), Kkr.Bought(5_000), Kkr.On("2043-12-01"), Kkr.Program).ShouldMove(points: 50, balance: 50);
        Assert.Null(Standing.WithdrawalDueOn(Kkr.Fresh().Holdings, Kkr.Terms));
    }

    [Fact, Clause("KKR-16.1(3)"), Clause("KKR-6.2")]
    public void CampaignPointsThatOutliveTheRest_HoldTheWithdrawalBack()
    {
        var program = Kkr.With(terms => terms with
        {
            Award = terms.Award with { Campaigns = [Kkr.Spring with { ExpiresOn = new Rule<DateOnly>(new DateOnly(2026, 12, 31), "KKR-6.2") }] },
        });
        var book = new Book(program, Kkr.Fresh());
        book.Award("a", "2024-02-10", 200_000, campaigns: "spring").ShouldMove(points: 3_000, balance: 3_000, expiresOn: "2026-02-28");

        book.Balance("2026-09-01").ShouldBe(1_000, "2026-12-31");
        book.Sweep("2026-10-01");
        book.Balance("2026-12-31").ShouldBe(1_000, "2026-12-31");
        book.Balance("2027-01-01").ShouldBe(0, "2026-02-28", lapsedOn: "2027-01-01", withdrawalDueOn: "2027-07-01");
        book.Sweep("2027-01-01");
        book.Balance("2027-06-30").ShouldBe(0, "2026-02-28", lapsedOn: "2027-01-01", withdrawalDueOn: "2027-07-01");
        book.PastBalance("2027-06-30").ShouldBe(0, "2026-02-28", lapsedOn: "2027-01-01", withdrawalDueOn: "2027-07-01");
        Assert.Equal(CardStatus.Retired, book.Balance("2027-07-01").Status);
        book.Award("revive", "2027-06-30", 1_000).ShouldMove(points: 10, balance: 10, expiresOn: "2029-06-30");
    }
}
