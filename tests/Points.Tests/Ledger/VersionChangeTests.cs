using Points.Ledger;
using Points.Programs;

namespace Points.Tests.Ledger;

/// <summary>What a running balance keeps when a new version of the terms begins (docs/decisions/0007): 2025-01-01 in all tests.</summary>
public sealed class VersionChangeTests
{
    private static Book BookWith1500(Func<Terms, Terms> change)
    {
        var book = new Book(Kkr.Program with { Versions = [Kkr.Terms, change(Kkr.Terms) with { EffectiveFrom = new DateOnly(2025, 1, 1) }] }, Kkr.Fresh());
        book.Award("a", "2024-12-31 23:59:59", 150_000).ShouldMove(points: 1_500, balance: 1_500, expiresOn: "2026-12-31");
        return book;
    }

    private static Terms Living(Terms terms, int years) =>
        terms with { Expiry = ((LastActivityExpiry)terms.Expiry) with { Years = new Rule<int>(years, "KKR-6.1") } };

    [Fact, Clause("KKR-21")]
    public void ALongerLife_BeginsWithTheNextUse()
    {
        var book = BookWith1500(terms => Living(terms, 3));

        book.Balance("2025-06-01").ShouldBe(1_500, "2026-12-31");
        book.Redeem("r", "2025-06-01", 1_000).ShouldMove(points: -1_000, balance: 500, expiresOn: "2028-06-30", paidYen: 1_000);
    }

    [Fact, Clause("KKR-21")]
    public void AShorterLife_TakesNothingThatWasGiven()
    {
        var book = BookWith1500(terms => Living(terms, 1));

        book.Award("b", "2025-06-01", 1_000).ShouldMove(points: 10, balance: 1_510, expiresOn: "2026-12-31");
        book.Award("c", "2026-01-15", 1_000).ShouldMove(points: 10, balance: 1_520, expiresOn: "2027-01-31");
    }

    [Fact, Clause("KKR-21")]
    public void ALifeWithoutEnd_BeginsWithTheNextUse()
    {
        var book = BookWith1500(terms => terms with { Expiry = new NoExpiry { Never = new Rule<bool>(true, "KKR-6.1") }, Dormancy = null });

        book.Balance("2027-01-01").ShouldBe(0, "2026-12-31", lapsedOn: "2027-01-01");
        book.Award("b", "2026-12-31", 1_000).ShouldMove(points: 10, balance: 1_510);
        book.Balance("2126-12-31").ShouldBe(1_510, expiresOn: null);
    }

    [Fact, Clause("KKR-21")]
    public void WhereEveryLotGetsItsOwnDay_OldPointsKeepTheirs()
    {
        var book = BookWith1500(terms => terms with { Expiry = new AccrualYearExpiry { CarriedYears = new Rule<int>(1, "KKR-6.1"), LapseClause = "KKR-6.3" } });
        book.Award("b", "2026-12-30", 1_000).ShouldMove(points: 10, balance: 1_510, expiresOn: "2026-12-31");

        book.Balance("2026-12-31").ShouldBe(1_510, "2026-12-31");
        book.Balance("2027-01-01").ShouldBe(10, "2028-11-30");
    }

    [Fact, Clause("KKR-21")]
    public void ARedemption_FollowsTheVersionOfItsDay()
    {
        var book = BookWith1500(terms => terms with { Redemption = terms.Redemption with { UnitPoints = new Rule<long>(500, "KKR-5.3") } });

        book.Redeem("r1", "2024-12-31", 500).ShouldRefuse("redemption-unit", "KKR-5.3");
        book.Redeem("r2", "2025-01-01 00:00:00", 500).ShouldMove(points: -500, balance: 1_000, paidYen: 500);
    }

    [Fact, Clause("KKR-21")]
    public void AReturn_FollowsTheVersionOfThePurchase()
    {
        var book = BookWith1500(terms => terms with { Award = terms.Award with { UnitYen = new Rule<long>(100_000, "KKR-5.2") } });

        book.Return("back", "2025-01-02", "a", 1_000).ShouldMove(points: -10, balance: 1_490);
    }
}
