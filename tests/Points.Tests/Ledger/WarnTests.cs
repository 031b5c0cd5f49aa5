using Points.Ledger;
using Points.Programs;

namespace Points.Tests.Ledger;

public sealed class WarnTests
{
    [Theory]
    [InlineData("2026-02-28", null, "2025-12-28")]
    [InlineData("2026-02-28", "2025-12-28", "2026-02-14")]
    [InlineData("2026-02-28", "2026-02-14", null)]
    [InlineData("2026-04-30", null, "2026-02-28")]
    public void TwoMonths_AndFourteenDays_BeforeTheLastValidDay(string expiresOn, string? warnedThrough, string? next) =>
        Assert.Equal(Kkr.Day(next), Warn.NextOn(Member(expiresOn) with { WarnedThrough = Kkr.Day(warnedThrough) }, Kkr.Program));

    [Theory]
    [InlineData("2025-12-27", null, null)]
    [InlineData("2025-12-28", null, "2025-12-28")]
    [InlineData("2026-01-20", null, "2025-12-28")]
    [InlineData("2026-02-13", "2025-12-28", null)]
    [InlineData("2026-02-14", "2025-12-28", "2026-02-14")]
    [InlineData("2026-02-28", null, "2026-02-14")]
    [InlineData("2026-03-01", null, null)]
    public void ALateRun_SaysTheLatestWordOnly_AndNothingOnceThePointsHaveEnded(string today, string? warnedThrough, string? said)
    {
        var due = Warn.Due(Member("2026-02-28") with { WarnedThrough = Kkr.Day(warnedThrough) }, Kkr.Program, Kkr.Day(today)!.Value);

        Assert.Equal(said is null ? [] : [new ExpiryWarning(new DateOnly(2026, 2, 28), Kkr.Day(said)!.Value, 500)], due);
    }

    [Fact]
    public void AnActivity_MovesTheWarningWithTheExpiry()
    {
        var book = new Book(Kkr.Program, Member("2026-02-28") with { WarnedThrough = new DateOnly(2025, 12, 28) });

        book.Award("a", "2026-01-10", 1_000).ShouldMove(points: 10, balance: 510, expiresOn: "2028-01-31");

        Assert.Equal(Kkr.Day("2027-11-30"), Warn.NextOn(book.Account, Kkr.Program));
    }

    [Fact]
    public void PointsWithSeveralExpiryDates_AreWarnedOfEachInItsTime()
    {
        var book = Shipped.Open(Shipped.Keio, "2023-05-10");
        book.Award("first", "2023-06-01", 10_000);
        book.Award("second", "2024-06-01", 20_000);
        var account = book.Account with { MemberId = "m" };

        Assert.Equal(Kkr.Day("2025-02-28"), Warn.NextOn(account, Shipped.Keio));
        Assert.Equal([new ExpiryWarning(new DateOnly(2025, 4, 30), new DateOnly(2025, 2, 28), 100)], Warn.Due(account, Shipped.Keio, new DateOnly(2025, 2, 28)));
        Assert.Equal(Kkr.Day("2025-04-16"), Warn.NextOn(account with { WarnedThrough = new DateOnly(2025, 2, 28) }, Shipped.Keio));
        Assert.Equal(Kkr.Day("2026-02-28"), Warn.NextOn(account with { WarnedThrough = new DateOnly(2025, 4, 16) }, Shipped.Keio));
        Assert.Equal([new ExpiryWarning(new DateOnly(2026, 4, 30), new DateOnly(2026, 2, 28), 200)], Warn.Due(account with { WarnedThrough = new DateOnly(2025, 4, 16) }, Shipped.Keio, new DateOnly(2026, 2, 28)));
    }

    [Fact]
    public void NobodyKnown_NoPoints_OrNoExpiry_NoWarning()
    {
        var kamenoi = Shipped.Open(Shipped.Kamenoi, "2024-05-10");
        kamenoi.Award("a", "2024-06-01", 10_000);

        Assert.Null(Warn.NextOn(Member("2026-02-28") with { MemberId = null }, Kkr.Program));
        Assert.Null(Warn.NextOn(Kkr.Account(points: 0) with { MemberId = "m" }, Kkr.Program));
        Assert.Null(Warn.NextOn(kamenoi.Account with { MemberId = "m" }, Shipped.Kamenoi));
    }

    private static Account Member(string expiresOn) => Kkr.Account(points: 500, expiresOn: expiresOn) with { MemberId = "m" };
}
