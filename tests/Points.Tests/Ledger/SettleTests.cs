using Points.Ledger;
using Points.Programs;

namespace Points.Tests.Ledger;

public sealed class SettleTests
{
    [Fact, Clause("KKR-6.3")]
    public void OneSecondBeforeMidnight_NothingHasEnded() =>
        Assert.Empty(Settle.Due(Kkr.Account(points: 500), Kkr.Program, Kkr.Instant("2026-02-28 23:59:59")).Entries);

    [Fact, Clause("KKR-6.3")]
    public void AtMidnight_ThePointsEnd_WithTheirClause()
    {
        var due = Settle.Due(Kkr.Account(points: 500), Kkr.Program, Kkr.Instant("2026-03-01 00:00:00"));

        var entry = Assert.Single(due.Entries);
        Assert.Equal("lapse", entry.Kind);
        Assert.Equal("lapse:2026-03-01:1", entry.Id);
        Assert.Equal(-500, entry.Points);
        Assert.Equal(["KKR-6.3"], entry.Clauses);
        Assert.Equal("有効期限 2026年2月28日 を過ぎた 500ポイントは 2026年3月1日 に失効", entry.Steps[0].Text);
        Assert.Equal(0, due.Account.Holdings.Points);
        Assert.Equal(new DateOnly(2026, 2, 28), due.Account.Holdings.ExpiresOn);
    }

    [Fact, Clause("KKR-6.3")]
    public void AtMidnightInJapan_ItIsStillYesterdayInUtc() =>
        Assert.Single(Settle.Due(Kkr.Account(points: 500), Kkr.Program, new DateTimeOffset(2026, 2, 28, 15, 0, 0, TimeSpan.Zero)).Entries);

    [Fact, Clause("KKR-6.3")]
    public void ALapse_HappenedWhenThePointsEnded_WheneverItIsWritten()
    {
        var entry = Settle.Due(Kkr.Account(points: 500), Kkr.Program, Kkr.Instant("2026-05-20 08:30:00")).Entries[0];

        Assert.Equal(Kkr.Instant("2026-03-01 00:00:00"), entry.OccurredAt);
        Assert.Equal(Kkr.Instant("2026-05-20 08:30:00"), entry.RecordedAt);
    }

    [Fact, Clause("KKR-6.3")]
    public void Twice_IsOnce()
    {
        var once = Settle.Due(Kkr.Account(points: 500), Kkr.Program, Kkr.Instant("2026-03-01"));

        Assert.Empty(Settle.Due(once.Account, Kkr.Program, Kkr.Instant("2026-03-02")).Entries);
    }

    [Fact, Clause("KKR-6.2"), Clause("KKR-6.3")]
    public void EveryLapseDate_HasItsOwnEntry_InOrder()
    {
        var book = new Book(Kkr.WithSpring, Kkr.Fresh());
        book.Award("a", "2024-02-10", 4_000, campaigns: "spring");

        book.Sweep("2026-03-01");

        Assert.Equal(["lapse:2024-07-01:2", "lapse:2026-03-01:3"], book.Entries.Skip(1).Select(entry => entry.Id));
        Assert.Equal([-20, -40], book.Entries.Skip(1).Select(entry => entry.Points));
        Assert.Equal([40, 0], book.Entries.Skip(1).Select(entry => entry.After.Points));
    }

    [Fact, Clause("KKR-6.3")]
    public void AnOperation_WritesTheLapseBeforeItself()
    {
        var accepted = Award.Decide(Kkr.Account(points: 500), Kkr.Bought(5_000), Kkr.On("2026-03-01 00:00:00", id: "a"), Kkr.Program)
            .ShouldMove(points: 50, balance: 50, expiresOn: "2028-03-31");

        Assert.Equal(["lapse:2026-03-01:1", "a"], accepted.Entries.Select(entry => entry.Id));
        Assert.Equal([1, 2], accepted.Entries.Select(entry => entry.Number));
    }

    [Fact, Clause("KAMENOI-5.1")]
    public void WhereCardsNeverExpire_NothingEnds()
    {
        var program = Kkr.With(terms => terms with { Expiry = new NoExpiry { Never = new Rule<bool>(true, "KAMENOI-5.1") }, Dormancy = null });
        var book = new Book(program, Kkr.Fresh());
        book.Award("a", "2024-02-10", 5_000).ShouldMove(points: 50, balance: 50);

        Assert.Null(book.Sweep("2124-02-10"));
        book.Balance("2124-02-10").ShouldBe(50, expiresOn: null);
    }
}
