using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Points.Tests.Ledger;

public sealed class BalanceTests
{
    [Fact, Clause("KKR-10")]
    public void ABalance_SaysPointsLotsAndExpiry()
    {
        var balance = Kkr.Balance(Kkr.Account(points: 2_630), "2024-03-31");

        balance.ShouldBe(2_630, "2026-02-28");
        Assert.Equal(2_630, balance.Available);
        Assert.Equal(0, balance.Pending);
        Assert.Equal([new Lot("base", 2_630, new DateOnly(2026, 2, 28))], balance.Lots);
        Assert.Equal(["KKR-6.1"], balance.Clauses);
        Assert.Equal(CardStatus.Active, balance.Status);
        Assert.Equal(new DateOnly(2024, 3, 31), balance.AsOf);
    }

    [Theory, Clause("KKR-6.3"), Clause("KKR-16.1(3)")]
    [InlineData("2026-02-28", 500, null, null, CardStatus.Active)]
    [InlineData("2026-03-01", 0, "2026-03-01", "2026-09-01", CardStatus.Active)]
    [InlineData("2026-08-31", 0, "2026-03-01", "2026-09-01", CardStatus.Active)]
    [InlineData("2026-09-01", 0, "2026-03-01", "2026-09-01", CardStatus.Retired)]
    public void AForecast_NeedsNoSweep(string asOf, long points, string? lapsedOn, string? withdrawalDueOn, CardStatus status)
    {
        var balance = Kkr.Balance(Kkr.Account(points: 500), asOf);

        balance.ShouldBe(points, "2026-02-28", lapsedOn, withdrawalDueOn);
        Assert.Equal(points, balance.Available);
        Assert.Equal(status, balance.Status);
    }

    [Fact, Clause("KKR-6.3")]
    public void AfterTheEnd_ItsClausesSayWhy() =>
        Assert.Equal(["KKR-6.1", "KKR-6.3", "KKR-16.1(3)"], Kkr.Balance(Kkr.Account(points: 500), "2026-03-01").Clauses);

    [Fact, Clause("KKR-6.3")]
    public void SweptOrNot_TheBalanceIsTheSame()
    {
        var account = Kkr.Account(points: 500);
        var swept = Lapse.Decide(account, Kkr.Program, Kkr.Instant("2026-03-01"))!.After;

        Assert.Equivalent(Kkr.Balance(account, "2026-04-01"), Kkr.Balance(swept, "2026-04-01"), strict: true);
    }

    [Fact, Clause("KKR-6.2")]
    public void TheForecast_LosesEachLotOnItsOwnDay()
    {
        var book = new Book(Kkr.WithSpring, Kkr.Fresh());
        book.Award("a", "2024-02-10", 4_000, campaigns: "spring");

        book.Balance("2024-06-30").ShouldBe(60, "2024-06-30");
        book.Balance("2024-07-01").ShouldBe(40, "2026-02-28");
        book.Balance("2026-03-01").ShouldBe(0, "2026-02-28", lapsedOn: "2026-03-01", withdrawalDueOn: "2026-09-01");
    }

    [Fact, Clause("KKR-P-lost")]
    public void OfASuspendedCard_NothingIsAvailable()
    {
        var balance = Balance.Of(Kkr.Account(points: 500).Holdings, Kkr.Card, CardStatus.Suspended, Kkr.Program, new DateOnly(2024, 3, 1));

        Assert.Equal(500, balance.Points);
        Assert.Equal(0, balance.Available);
    }

    [Fact, Clause("KEIO-9")]
    public void OfADebt_NothingIsAvailable()
    {
        var balance = Balance.Of(new Holdings([], Debt: 70), Kkr.Card, CardStatus.Active, Kkr.WithDebt, new DateOnly(2024, 3, 1));

        Assert.Equal(-70, balance.Points);
        Assert.Equal(0, balance.Available);
    }

    [Fact, Clause("KKR-10")]
    public void ANewCard_HasNeitherPointsNorExpiry() => Kkr.Balance(Kkr.Fresh(), "2024-03-31").ShouldBe(0, expiresOn: null);

    [Fact, Clause("KKR-10")]
    public void ThePast_IsReadFromTheLedger()
    {
        var book = new Book();
        book.Award("a", "2024-02-10", 150_000);
        book.Redeem("r", "2024-03-31", 1_000);
        book.Award("b", "2024-05-05", 5_000, recorded: "2024-05-20");
        book.Void("v", "2024-06-01", "r");

        book.PastBalance("2024-02-09").ShouldBe(0, expiresOn: null);
        book.PastBalance("2024-02-10").ShouldBe(1_500, "2026-02-28");
        book.PastBalance("2024-03-30").ShouldBe(1_500, "2026-02-28");
        book.PastBalance("2024-03-31").ShouldBe(500, "2026-03-31");
        book.PastBalance("2024-05-05").ShouldBe(550, "2026-05-31");
        book.PastBalance("2024-05-31").ShouldBe(550, "2026-05-31");
        book.PastBalance("2024-06-01").ShouldBe(1_550, "2026-05-31");
    }

    [Fact, Clause("KKR-6.3")]
    public void ThePast_KnowsALapse_WhetherOrNotItWasWrittenInTime()
    {
        var book = new Book();
        book.Award("a", "2024-02-10", 5_000);
        book.Award("b", "2026-05-05", 1_000);

        book.PastBalance("2026-02-28").ShouldBe(50, "2026-02-28");
        book.PastBalance("2026-03-01").ShouldBe(0, "2026-02-28", lapsedOn: "2026-03-01", withdrawalDueOn: "2026-09-01");
        book.PastBalance("2026-05-05").ShouldBe(10, "2028-05-31");
    }

    [Fact, Clause("KEIO-9")]
    public void ThePast_KnowsADebt()
    {
        var book = new Book(Kkr.WithDebt, Kkr.Fresh());
        book.Award("a", "2024-02-10", 100_000);
        book.Redeem("r", "2024-02-11", 1_000);
        book.Return("back", "2024-02-12", "a", 50_000);
        book.Award("b", "2024-02-13", 70_000);

        Assert.Equal([1_000, 0, -500, 200], Enumerable.Range(10, 4).Select(day => book.PastBalance($"2024-02-{day}").Points));
    }
}
