using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Points.Tests.Ledger;

public sealed class MergeTests
{
    private const string Other = "4101000000000026";
    private static readonly MergePlan Plan = new(EntryKind.Merge, [Kkr.Card, Other], "x");
    private static readonly MergePlan LinkPlan = Plan with { Kind = EntryKind.Link };
    private static readonly MemberFacts Open = new(MyPageOpen: true, DataComplete: true);

    [Fact, Clause("KKR-11.2")]
    public void KKR_11_2_TheChosenCardReceivesTheSum_WithTheLaterExpiry()
    {
        var (left, arrived) = Run(Plan, Held(1_500, "2024-02-10", "2026-02-28"), Held(2_000, "2024-05-10", "2026-05-31"));

        Assert.Equal((-2_000L, 0L), (left.Main.Points, left.After.Holdings.Total));
        Assert.Equal([CardStatus.Retired], left.After.Cards.Select(card => card.Status));
        Assert.Equal(CardEnd.Merged, left.After.Cards[0].Why);
        arrived.ShouldMove(2_000, 3_500, "2026-05-31").ShouldHold(new Lot("base", 3_500)).ShouldSay("KKR-11.1", "KKR-11.2", "KKR-6.1");
        Assert.Equal(new DateOnly(2024, 5, 10), arrived.After.Holdings.LastActivityOn);
        Assert.Equal(["other"], arrived.After.Absorbed!);
    }

    [Fact, Clause("KKR-11.3")]
    public void KKR_11_3_LinkedCardsAreInOneAccount_AndKeepTheirStatus()
    {
        var (left, arrived) = Run(LinkPlan, Held(1_500, "2024-02-10", "2026-02-28"), Held(2_000, "2023-12-10", "2025-12-31"));
        var closed = MergeOut.Close(left.After, isLink: true, "account-1");

        arrived.ShouldMove(2_000, 3_500, "2026-02-28").ShouldSay("KKR-11.1", "KKR-11.3", "KKR-6.1");
        Assert.Equal([(Kkr.Card, CardStatus.Active), (Other, CardStatus.Active)], arrived.After.Cards.Select(card => (card.Number, card.Status)));
        Assert.Equal(("account-1", null, 0), (closed.MovedTo, closed.MemberId, closed.Cards.Count));
    }

    [Fact, Clause("KKR-11.2")]
    public void KKR_11_2_PendingDebtAndCumulativeAddUp_AndPointsFillTheDebt()
    {
        var debtor = Held(0, "2024-02-10", "2026-02-28") with
        {
            Holdings = new Holdings([], Kkr.Day("2024-02-10"), Kkr.Day("2026-02-28"), Debt: 300, Pending: [new Lot("base", 50, null, Kkr.Day("2024-07-01"))], Cumulative: 40),
        };
        var rich = Held(1_000, "2024-05-10", "2026-05-31");
        rich = rich with { Holdings = rich.Holdings with { Cumulative = 60 } };

        var (left, arrived) = Run(Plan, rich, debtor);

        Assert.Equal(250, left.Main.Points);
        Assert.Equal((-250L, 700L, 0L, 50L, 100L), (arrived.Main.Points, arrived.After.Holdings.Points, arrived.After.Holdings.Debt, arrived.After.Holdings.PendingPoints, arrived.After.Holdings.Cumulative));
        var (_, other) = Run(Plan, debtor, rich);
        Assert.Equal((1_000L, 700L, 0L), (other.Main.Points, other.After.Holdings.Points, other.After.Holdings.Debt));
    }

    [Fact, Clause("KKR-6.3")]
    public void KKR_6_3_WhatHasLapsedStaysLapsed()
    {
        var (left, arrived) = Run(Plan, Held(1_500, "2024-02-10", "2026-02-28"), Held(2_000, "2022-02-10", "2024-02-29"));

        Assert.Equal(["lapse", "moved"], left.Entries.Select(entry => entry.Kind));
        arrived.ShouldMove(0, 1_500, "2026-02-28");
    }

    [Fact, Clause("KKR-11.4")]
    public void KKR_11_4_AFeeInPointsComesOutOfTheSum_OneInYenIsInTheEntry()
    {
        var program = WithFee(yen: 200, points: 100);

        var (_, arrived) = Run(Plan, Held(50, "2024-02-10", "2026-02-28"), Held(80, "2024-02-10", "2026-02-28"), program);
        var poor = Check([Held(50, "2024-02-10", "2026-02-28"), Named(Held(20, "2024-02-10", "2026-02-28"))], Plan, Open, program);

        arrived.ShouldMove(-20, 30).ShouldSay("KKR-11.1", "KKR-11.2", "KKR-11.4", "KKR-6.1");
        Assert.Equal(200, arrived.Main.Merged!.FeeYen);
        Assert.Equal(("insufficient-points", "KKR-11.4"), (poor?.Code, poor?.Clauses[0]));
    }

    [Fact, Clause("KKR-11.1")]
    public void KKR_11_1_SamePerson_SameKind_MyPageOpen_DataComplete()
    {
        var (one, two) = (Held(1, "2024-02-10", "2026-02-28"), Named(Held(2, "2024-02-10", "2026-02-28")));

        Assert.Null(Check([one, two], Plan, Open));
        Refuses("my-page-needed", Check([one, two], Plan, new MemberFacts(MyPageOpen: false, DataComplete: true)));
        Refuses("my-page-needed", Check([one, two], Plan, new MemberFacts(MyPageOpen: true, DataComplete: false)));
        Refuses("my-page-needed", Check([one, two with { MemberId = null }], Plan, Open));
        Refuses("different-holder", Check([one, two with { MemberId = "somebody" }], Plan, Open));
        Refuses("different-holder-kind", Check([one, two with { HolderKind = "group" }], LinkPlan, Open));

        static void Refuses(string code, Refused? refused) => Assert.Equal((code, "KKR-11.1"), (refused?.Code, refused?.Clauses[0]));
    }

    [Fact, Clause("KKR-5.1")]
    public void KKR_5_1_OnlyActiveCards()
    {
        var (one, two) = (Held(1, "2024-02-10", "2026-02-28"), Named(Held(2, "2024-02-10", "2026-02-28")));

        Assert.Equal("card-suspended", Check([one, two with { Cards = [two.Cards[0].Suspended(CardEnd.Lost)] }], Plan, Open)?.Code);
        Assert.Equal("card-retired", Check([one, two with { Cards = [two.Cards[0].Retired(CardEnd.Ended)] }], Plan, Open)?.Code);
        var merged = Check([one, two with { Cards = [two.Cards[0].Retired(CardEnd.Merged)] }], Plan, Open);
        Assert.Equal(("card-retired", "KKR-11.2"), (merged?.Code, merged?.Clauses[0]));
    }

    [Fact]
    public void ALink_HasAtMostEightCards_AndAnAccountTakesOverAtMostFifteen()
    {
        var (one, two) = (Held(1, "2024-02-10", "2026-02-28"), Named(Held(2, "2024-02-10", "2026-02-28")));
        var many = two with { Cards = [.. Enumerable.Repeat(two.Cards[0], 8)] };
        var old = two with { Absorbed = [.. Enumerable.Repeat("a", 15)] };

        Assert.Equal(("link-not-allowed", "KKR-11.3"), (Check([one, many], LinkPlan, Open)!.Code, Check([one, many], LinkPlan, Open)!.Clauses[0]));
        Assert.Equal("merge-not-allowed", Check([one, old], Plan, Open)!.Code);
    }

    private static Refused? Check(IReadOnlyList<Account> accounts, MergePlan plan, MemberFacts member, Program? program = null) =>
        MergeCheck.Refuse(accounts, plan, member, Kkr.On("2024-06-01", id: "m"), program ?? Kkr.Program);

    private static (Accepted Left, Accepted Arrived) Run(MergePlan plan, Account into, Account from, Program? program = null)
    {
        var operation = Kkr.On("2024-06-01", id: "m");
        var left = MergeOut.Decide(Named(from), plan, into.AccountId, operation, program ?? Kkr.Program);
        return (left, MergeIn.Decide(into, [(left.After, left.Main)], plan, operation, program ?? Kkr.Program));
    }

    private static Account Held(long points, string activeOn, string expiresOn) => Kkr.Account(points, activeOn: activeOn, expiresOn: expiresOn) with { MemberId = "taro" };

    private static Account Named(Account account) =>
        account with { AccountId = "other", Cards = [account.Cards[0] with { Number = Other }] };

    private static Program WithFee(long yen, long points) => Kkr.With(terms => terms with
    {
        Sharing = terms.Sharing with { Fee = new Rule<SharingFee>(new SharingFee(yen, points), "KKR-11.4") },
    });
}
