using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Points.Tests.Ledger;

public sealed class AwardTests
{
    [Theory, Clause("KKR-5.2")]
    [InlineData(0, 0)]
    [InlineData(999, 0)]
    [InlineData(1_000, 10)]
    [InlineData(1_999, 10)]
    [InlineData(31_850, 310)]
    public void TenPoints_ForEveryFullThousandYen(long amountYen, long points) =>
        Award.Decide(Kkr.Fresh(), Kkr.Bought(amountYen), Kkr.On("2024-02-10"), Kkr.Program)
            .ShouldMove(points: points, balance: points);

    [Fact, Clause("KKR-5.2"), Clause("KKR-6.1")]
    public void AnAward_NamesItsClauses_AndItsCalculation()
    {
        var accepted = Award.Decide(Kkr.Fresh(), Kkr.Bought(31_850), Kkr.On("2024-02-10"), Kkr.Program)
            .ShouldMove(points: 310, balance: 310, expiresOn: "2026-02-28")
            .ShouldSay("KKR-5.2", "KKR-6.1");

        Assert.Equal(
            ["31,850円 → 1,000円未満切捨て 31,000円 → 1,000円ごとに10ポイント × 31 = 310ポイント", "最終利用日 2024年2月10日 → 有効期限 2026年2月28日"],
            accepted.Main.Steps.Select(step => step.Text));
    }

    [Fact, Clause("KKR-P-earn")]
    public void TaxCounts() =>
        Award.Decide(Kkr.Fresh(), Kkr.Bought(1_000) with { TaxYen = 90 }, Kkr.On("2024-02-10"), Kkr.Program)
            .ShouldMove(points: 10, balance: 10);

    [Fact, Clause("KKR-6.2")]
    public void UnionMember_GetsTheMemberBenefit_WithoutAsking() =>
        Award.Decide(Kkr.Fresh("union"), Kkr.Bought(31_850), Kkr.On("2024-02-10"), Kkr.Program)
            .ShouldMove(points: 620, balance: 620, expiresOn: "2026-02-28")
            .ShouldSay("KKR-5.2", "KKR-6.2", "KKR-6.1")
            .ShouldHold(new Lot("base", 310), new Lot("memberBenefit", 310));

    [Theory, Clause("KKR-6.2")]
    [InlineData("preferred")]
    [InlineData("general")]
    public void OtherClasses_GetNoMemberBenefit(string memberClass) =>
        Award.Decide(Kkr.Fresh(memberClass), Kkr.Bought(5_000, "memberBenefit"), Kkr.On("2024-02-10"), Kkr.Program)
            .ShouldMove(points: 50, balance: 50)
            .ShouldHold(new Lot("base", 50));

    [Fact, Clause("KKR-6.2")]
    public void SpecialAddition_OnlyWhenNamed()
    {
        Award.Decide(Kkr.Fresh(), Kkr.Bought(5_000), Kkr.On("2024-02-10"), Kkr.Program)
            .ShouldMove(points: 50, balance: 50);
        Award.Decide(Kkr.Fresh(), Kkr.Bought(5_000, "specialAddition"), Kkr.On("2024-02-10"), Kkr.Program)
            .ShouldMove(points: 100, balance: 100, expiresOn: "2026-02-28")
            .ShouldHold(new Lot("base", 50), new Lot("specialAddition", 50));
    }

    [Fact, Clause("KKR-6.2")]
    public void AnyOtherCampaign_HasItsOwnExpiry() =>
        Award.Decide(Kkr.Fresh(), Kkr.Bought(4_000, "spring"), Kkr.On("2024-02-10"), Kkr.WithSpring)
            .ShouldMove(points: 60, balance: 60, expiresOn: "2026-02-28")
            .ShouldHold(new Lot("base", 40), new Lot("spring", 20, new DateOnly(2024, 6, 30)));

    [Theory, Clause("KKR-6.2")]
    [InlineData("2024-02-29", 40)]
    [InlineData("2024-03-01", 60)]
    [InlineData("2024-03-31", 60)]
    [InlineData("2024-04-01", 40)]
    public void ACampaign_RunsFromItsFirstThroughItsLastDay(string on, long points)
    {
        var march = Kkr.Spring with { From = new DateOnly(2024, 3, 1), Through = new DateOnly(2024, 3, 31) };
        var program = Kkr.With(terms => terms with { Award = terms.Award with { Campaigns = [march] } });

        Award.Decide(Kkr.Fresh(), Kkr.Bought(4_000, "spring"), Kkr.On(on), program).ShouldMove(points: points, balance: points);
    }

    [Fact, Clause("KKR-6.2")]
    public void CampaignPointsReportedAfterTheyEnded_LapseAtOnce()
    {
        var accepted = Award.Decide(
            Kkr.Fresh(), Kkr.Bought(4_000, "spring"), Kkr.On("2024-06-30", recorded: "2024-07-01"), Kkr.WithSpring).ShouldBeAccepted();

        Assert.Equal([60, -20], accepted.Entries.Select(entry => entry.Points));
        Assert.Equal(40, accepted.After.Holdings.Points);
    }

    [Theory, Clause("KKR-5.4")]
    [InlineData("atami", "restaurant", 0, "KKR-5.4")]
    [InlineData("atami", "lodging", 50, "KKR-5.2")]
    [InlineData("tokyo", "restaurant", 50, "KKR-5.2")]
    [InlineData("tokyo", "banquet", 50, "KKR-5.2")]
    [InlineData("tokyo", "shop", 50, "KKR-5.2")]
    [InlineData("tokyo", "parking", 0, "KKR-5.2")]
    public void WhereItIsAwarded(string facility, string department, long points, string clause)
    {
        var accepted = Award.Decide(Kkr.Fresh(), Kkr.Bought(5_000), Kkr.On("2024-02-10", department, facility), Kkr.Program)
            .ShouldMove(points: points, balance: points);

        Assert.Equal(clause, accepted.Main.Clauses[0]);
    }

    [Fact, Clause("KKR-7.2")]
    public void CardShownAfterSettlement_EarnsNothing() =>
        Award.Decide(Kkr.Fresh(), Kkr.Bought(5_000) with { BeforeSettlement = false }, Kkr.On("2024-02-10"), Kkr.Program)
            .ShouldMove(points: 0, balance: 0)
            .ShouldSay("KKR-7.2");

    [Fact, Clause("KKR-6.1")]
    public void AnAwardOf0Points_IsRecorded_ButMovesNoExpiry()
    {
        var accepted = Award.Decide(Kkr.Account(points: 500), Kkr.Bought(999), Kkr.On("2025-01-15"), Kkr.Program)
            .ShouldMove(points: 0, balance: 500, expiresOn: "2026-02-28")
            .ShouldSay("KKR-5.2");

        Assert.Equal(new DateOnly(2024, 2, 10), accepted.After.Holdings.LastActivityOn);
        Assert.Equal(1, accepted.After.Version);
    }

    [Fact, Clause("KKR-6.1")]
    public void ANewAccount_WithAnAwardOf0Points_HasNoExpiry() =>
        Assert.Null(Award.Decide(Kkr.Fresh(), Kkr.Bought(999), Kkr.On("2024-02-10"), Kkr.Program).ShouldBeAccepted().After.Holdings.ExpiresOn);

    [Fact, Clause("KKR-6.1")]
    public void ALateReport_NeverMovesExpiryBack()
    {
        var book = new Book();

        book.Award("late-in-the-month", "2024-03-31", 5_000).ShouldMove(points: 50, balance: 50, expiresOn: "2026-03-31");
        book.Award("before-it", "2024-02-10", 5_000, recorded: "2024-04-01").ShouldMove(points: 50, balance: 100, expiresOn: "2026-03-31");

        Assert.Equal(new DateOnly(2024, 3, 31), book.Account.Holdings.LastActivityOn);
    }

    [Fact, Clause("KKR-21")]
    public void TheDayAtTheTill_DecidesTheTermsVersion()
    {
        var shorter = Kkr.Terms with
        {
            EffectiveFrom = new DateOnly(2024, 3, 1),
            Expiry = new LastActivityExpiry { Years = new Rule<int>(1, "KKR-6.1"), ExtendedBy = new Rule<IReadOnlyList<string>>(["award"]), LapseClause = "KKR-6.3" },
        };
        var book = new Book(Kkr.Program with { Versions = [Kkr.Terms, shorter] }, Kkr.Fresh());

        book.Award("new", "2024-03-01 00:00:00", 5_000).ShouldMove(points: 50, balance: 50, expiresOn: "2025-03-31");
        // Reported later but happened before: the longer life that the old terms gave is not lost.
        book.Award("old", "2024-02-29 23:59:59", 5_000, recorded: "2024-03-02").ShouldMove(points: 50, balance: 100, expiresOn: "2026-02-28");
        book.Award("newer", "2024-03-03", 5_000).ShouldMove(points: 50, balance: 150, expiresOn: "2026-02-28");

        Assert.Equal(["2024-03-01", "2023-11-20", "2024-03-01"], book.Entries.Select(entry => $"{entry.TermsVersion:yyyy-MM-dd}"));
        Assert.Equal(book.Account.Holdings.ExpiresOn, PastHoldings.On(new DateOnly(2024, 3, 3), book.Entries, Kkr.Joined, Kkr.Program with { Versions = [Kkr.Terms, shorter] }).ExpiresOn);
    }

    [Theory, Clause("KKR-5.1"), Clause("KKR-14.2")]
    [InlineData(CardStatus.Retired, "card-retired", "KKR-5.1")]
    [InlineData(CardStatus.Suspended, "card-suspended", "KKR-14.2")]
    public void ACardThatIsNotActive_IsRefused(CardStatus status, string code, string clause)
    {
        var account = Kkr.Account(points: 500);
        account = account with { Cards = [account.Cards[0] with { Status = status }] };

        Award.Decide(account, Kkr.Bought(5_000), Kkr.On("2024-02-10"), Kkr.Program).ShouldRefuse(code, clause);
    }

    [Fact, Clause("KKR-5.1")]
    public void ACardOfAnotherAccount_IsRefused() =>
        Award.Decide(Kkr.Account(), Kkr.Bought(5_000), Kkr.On("2024-02-10") with { CardNumber = "4101123456789015" }, Kkr.Program)
            .ShouldRefuse("card-unknown", "KKR-5.1");

    [Fact, Clause("KKR-5.2")]
    public void ANegativeAmount_NeverTakesPoints() =>
        Award.Decide(Kkr.Account(points: 500), Kkr.Bought(-5_000), Kkr.On("2024-02-10"), Kkr.Program).ShouldMove(points: 0, balance: 500);

    [Fact, Clause("KKR-5.2")]
    public void AmountsNear2To53_AreExact() =>
        Award.Decide(Kkr.Account(points: 9_007_199_254_740_991), Kkr.Bought(9_007_199_254_740_991), Kkr.On("2024-02-10"), Kkr.Program)
            .ShouldMove(points: 90_071_992_547_400, balance: 9_097_271_247_288_391);

    [Fact]
    public void MoreThan64BitsCanCount_IsAnErrorAndNeverWraps() =>
        Assert.Throws<OverflowException>(() =>
            Award.Decide(Kkr.Account(points: long.MaxValue), Kkr.Bought(1_000), Kkr.On("2024-02-10"), Kkr.Program));

    [Fact, Clause("KEIO-9")]
    public void ADebt_IsFilledFirst()
    {
        var account = Kkr.Account() with { Holdings = new Holdings([], new DateOnly(2024, 2, 10), new DateOnly(2026, 2, 28), Debt: 70) };

        var accepted = Award.Decide(account, Kkr.Bought(5_000), Kkr.On("2024-03-01"), Kkr.WithDebt)
            .ShouldMove(points: 50, balance: -20)
            .ShouldHold();
        Assert.Equal(20, accepted.After.Holdings.Debt);

        var filled = Award.Decide(accepted.After, Kkr.Bought(5_000), Kkr.On("2024-03-02"), Kkr.WithDebt)
            .ShouldMove(points: 50, balance: 30)
            .ShouldHold(new Lot("base", 30));
        Assert.Equal(0, filled.After.Holdings.Debt);
        Assert.Equal([new Lot("base", 50)], filled.Main.EarnedLots);
    }
}
