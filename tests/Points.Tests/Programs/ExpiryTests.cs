using Points.Ledger;

namespace Points.Tests.Programs;

public sealed class ExpiryTests
{
    [Theory, Clause("KKR-6.1")]
    [InlineData("2024-02-10", "2026-02-28")]
    [InlineData("2024-01-01", "2026-01-31")]
    [InlineData("2024-01-31", "2026-01-31")]
    [InlineData("2024-04-30", "2026-04-30")]
    [InlineData("2023-12-31", "2025-12-31")]
    [InlineData("2025-02-28", "2027-02-28")]
    [InlineData("2026-02-01", "2028-02-29")]
    [InlineData("2026-02-28", "2028-02-29")]
    [InlineData("2028-02-29", "2030-02-28")]
    [InlineData("2098-02-10", "2100-02-28")]
    public void KKR_6_1_ExpiresAtTheMonthEnd_TwoYearsAfterTheAward(string awardedOn, string expiresOn) =>
        Award.Decide(Kkr.Fresh(), Kkr.Bought(1_000), Kkr.On(awardedOn), Kkr.Program)
            .ShouldMove(points: 10, balance: 10, expiresOn: expiresOn);

    [Fact, Clause("KKR-6.1")]
    public void KKR_6_1_AwardOn29February_ExpiresOn28February() =>
        Award.Decide(Kkr.Fresh(), Kkr.Bought(1_000), Kkr.On("2024-02-29"), Kkr.Program)
            .ShouldMove(points: 10, balance: 10, expiresOn: "2026-02-28");

    [Fact, Clause("KKR-6.1")]
    public void KKR_6_1_RedemptionOn31March_ExpiresOn31March() =>
        Redeem.Decide(Kkr.Account(points: 1_000), new Redemption(1_000, 1_000), Kkr.On("2024-03-31"), Kkr.Program)
            .ShouldMove(points: -1_000, paidYen: 1_000, balance: 0, expiresOn: "2026-03-31");

    [Theory, Clause("KKR-6.1")]
    [InlineData("2024-02-29 23:59:59", "2026-02-28")]
    [InlineData("2024-03-01 00:00:00", "2026-03-31")]
    public void KKR_6_1_TheDateIsTheOneInJapan(string awardedAt, string expiresOn) =>
        Award.Decide(Kkr.Fresh(), Kkr.Bought(1_000), Kkr.On(awardedAt), Kkr.Program)
            .ShouldMove(points: 10, balance: 10, expiresOn: expiresOn);

    [Fact, Clause("KKR-6.1")]
    public void KKR_6_1_AnInstantInUtc_BelongsToItsJapaneseDate()
    {
        var lastDayOfFebruaryInUtc = new DateTimeOffset(2024, 2, 29, 15, 0, 0, TimeSpan.Zero);

        Award.Decide(Kkr.Fresh(), Kkr.Bought(1_000), Kkr.On("2024-03-01") with { OccurredAt = lastDayOfFebruaryInUtc }, Kkr.Program)
            .ShouldMove(points: 10, balance: 10, expiresOn: "2026-03-31");
    }

    [Theory, Clause("KKR-6.1")]
    [InlineData("2024-02-10", "2024-02-29")]
    [InlineData("2025-02-10", "2025-02-28")]
    [InlineData("2024-04-01", "2024-04-30")]
    [InlineData("2024-12-31", "2024-12-31")]
    public void TheMonthEnd_IsTheLastDayOfItsMonth(string date, string monthEnd) =>
        Assert.Equal(Kkr.Day(monthEnd), Points.Programs.Calendar.MonthEnd(Kkr.Day(date)!.Value));
}
