using Points.Cards;
using Points.Ledger;

namespace Points.Tests.Ledger;

public sealed class DueDatesTests
{
    [Fact, Clause("KKR-6.3"), Clause("KKR-16.1(3)")]
    public void OfAnAccountWithPoints_AreTheDayAfterTheExpiry_AndSixMonthsLater() =>
        Assert.Equal(new DueDates(Day(2026, 3, 1), Day(2026, 9, 1), Day(2025, 12, 28)), DueDates.Of(Kkr.Account(points: 500) with { MemberId = "m" }, Kkr.Program));

    [Fact, Clause("KKR-16.1(3)")]
    public void OnceThePointsHaveLapsed_OnlyTheWithdrawalIsAhead()
    {
        var lapsed = Lapse.Decide(Kkr.Account(points: 500), Kkr.Program, Kkr.Instant("2026-03-01"))!.After;

        Assert.Equal(new DueDates(null, Day(2026, 9, 1), null), DueDates.Of(lapsed, Kkr.Program));
    }

    [Fact]
    public void OfAnAccountThatHasEnded_OrWasNeverUsed_ThereAreNone()
    {
        var gone = Withdraw.Decide(Kkr.Account(points: 500), Kkr.On("2024-03-01"), Kkr.Program).ShouldBeAccepted().After;

        Assert.Equal(new DueDates(null, null, null), DueDates.Of(gone, Kkr.Program));
        Assert.Equal(new DueDates(null, null, null), DueDates.Of(Kkr.Fresh(), Kkr.Program));
    }

    [Fact, Clause("KEIO-3.2"), Clause("KEIO-4.3")]
    public void PendingPoints_AreFoundByTheDayOnWhichTheyWillEnd_ThoughNothingHappensAnyMore()
    {
        var book = Shipped.Open(Shipped.Keio, "2023-05-10");
        book.Award("trip", "2023-06-01", Shipped.Bought(10_000), at: "travel");

        Assert.Equal(100, book.Account.Holdings.PendingPoints);
        Assert.Equal(Day(2025, 5, 1), DueDates.Of(book.Account, Shipped.Keio).LapseOn);
        Assert.Equal(-100, book.Sweep("2025-05-01 00:05:00")!.Main.Points);
    }

    private static DateOnly Day(int year, int month, int day) => new(year, month, day);
}
