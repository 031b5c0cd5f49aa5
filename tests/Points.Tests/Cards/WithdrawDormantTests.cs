using Points.Cards;
using Points.Ledger;
using Points.Members;

namespace Points.Tests.Cards;

public sealed class WithdrawDormantTests
{
    [Theory, Clause("KKR-16.1(3)"), Clause("KKR-P-dormant")]
    [InlineData("2026-02-28", "2026-08-31 23:59:59", "2026-09-01 00:00:00")]
    [InlineData("2026-08-31", "2027-02-28 23:59:59", "2027-03-01 00:00:00")]
    [InlineData("2027-08-31", "2028-02-29 23:59:59", "2028-03-01 00:00:00")]
    public void SixMonthsAfterTheLapse_AndNotASecondEarlier(string expiresOn, string before, string due)
    {
        var account = Kkr.Account(points: 500, expiresOn: expiresOn);

        Assert.Null(Swept(account, before));
        var ended = Swept(account, due)!;

        Assert.Equal((EntryKind.Withdrawal, 0, 0), (ended.Main.Kind, ended.Main.Points, ended.After.Holdings.Points));
        Assert.Equal(["KKR-16.1(3)"], ended.Main.Clauses);
        Assert.Equal((CardStatus.Retired, CardEnd.Ended), (ended.After.Cards[0].Status, ended.After.Cards[0].Why));
    }

    [Fact, Clause("KKR-16.1(3)")]
    public void HoweverLateTheSweep_TheEntriesBearTheDaysOnWhichTheyBecameTrue()
    {
        var ended = Swept(Kkr.Account(points: 500), "2027-01-20 03:00:00")!;

        Assert.Equal([EntryKind.Lapse, EntryKind.Withdrawal], ended.Entries.Select(entry => entry.Kind));
        Assert.Equal([Kkr.Instant("2026-03-01 00:00:00"), Kkr.Instant("2026-09-01 00:00:00")], ended.Entries.Select(entry => entry.OccurredAt));
        Assert.All(ended.Entries, entry => Assert.Equal(Kkr.Instant("2027-01-20 03:00:00"), entry.RecordedAt));
        Assert.Equal("ポイント失効後 6か月の間に付与がなく 2026年9月1日 に自動退会、カードとポイントは即時に失効（0ポイント）", ended.Main.Steps[0].Text);
        Assert.Null(HashChain.FirstBroken(ended.Entries, ended.After));
    }

    [Fact, Clause("KKR-16.1(3)")]
    public void Twice_ItIsWrittenOnce() =>
        Assert.Null(Swept(Swept(Kkr.Account(points: 500), "2026-09-01")!.After, "2026-12-01"));

    [Fact, Clause("KKR-16.1(3)")]
    public void WithoutAnyAwardOrRedemption_Never() => Assert.Null(Swept(Kkr.Fresh(), "2099-01-01"));

    [Fact, Clause("KKR-16.1(3)"), Clause("KKR-11.3")]
    public void LinkedCards_EndTogether()
    {
        var linked = Kkr.Account(points: 500);
        linked = linked with { Cards = [.. linked.Cards, new Card("4101000000000026", "qr", CardStatus.Suspended, Kkr.Joined, CardEnd.Lost)] };

        var ended = Swept(linked, "2026-09-01")!;

        Assert.All(ended.After.Cards, card => Assert.Equal((CardStatus.Retired, CardEnd.Ended), (card.Status, card.Why)));
    }

    [Fact, Clause("KKR-16.1(3)")]
    public void ASuspendedCard_WhoseTimeIsOver_IsRetired_WhetherSweptOrNot()
    {
        var lost = Kkr.Account(points: 500);
        lost = lost with { Cards = [lost.Cards[0].Suspended(CardEnd.Lost)] };
        var reissue = new ReissueRequest(CardEnd.Lost, AtFault: false, IdentityConfirmed: true, "4101000000000026");
        var member = new MemberFacts(MyPageOpen: true, DataComplete: true);

        Assert.IsType<Accepted>(Resume.Decide(lost, identityConfirmed: true, Kkr.On("2026-08-31 23:59:59"), Kkr.Program));
        Resume.Decide(lost, identityConfirmed: true, Kkr.On("2026-09-01 00:00:00"), Kkr.Program).ShouldRefuse("card-retired", "KKR-16.1(3)");
        Reissue.Decide(lost, reissue, member, Kkr.On("2026-09-01 00:00:00"), Kkr.Program).ShouldRefuse("card-retired", "KKR-16.1(3)");
        Assert.Empty(AllowedActions.Of(lost, Kkr.Card, member, Kkr.Instant("2026-09-01 00:00:00"), Kkr.Program));
    }

    [Fact, Clause("KKR-16.3"), Clause("KKR-P-dormant")]
    public void TheDataOfTheMember_IsDueForErasureAtOnce()
    {
        var ended = Swept(Kkr.Account(points: 500) with { MemberId = "m" }, "2026-09-01 00:35:00")!;

        Assert.Equal(Kkr.Day("2026-09-01"), ended.After.ErasureDueOn);
        Assert.NotNull(EraseMember.Decide(ended.After, Kkr.Program, Kkr.Instant("2026-09-01 03:20:00")));
        Assert.Null(Swept(Kkr.Account(points: 500), "2026-09-01")!.After.ErasureDueOn);
    }

    [Fact, Clause("KAMPO-5.1")]
    public void Kampo_EndsWithTheValidityOfTheCard_PointsAndAll()
    {
        var book = Shipped.Open(Shipped.Kampo, "2024-01-10");
        book.Award("a", "2024-04-10", 10_000);

        Assert.Null(WithdrawDormant.Decide(book.Account, Shipped.Kampo, Kkr.Instant("2027-04-30 23:59:59")));
        var ended = WithdrawDormant.Decide(book.Account, Shipped.Kampo, Kkr.Instant("2027-05-01 00:00:00"))!;

        Assert.Equal([(EntryKind.Lapse, -100L), (EntryKind.Withdrawal, 0L)], ended.Entries.Select(entry => (entry.Kind, entry.Points)));
        Assert.Equal(["KAMPO-5.1"], ended.Main.Clauses);
        Assert.Equal(CardStatus.Retired, ended.After.Cards[0].Status);
        Assert.NotNull(WithdrawDormant.Decide(Shipped.Open(Shipped.Kampo, "2024-01-10").Account, Shipped.Kampo, Kkr.Instant("2027-02-01")));
    }

    [Theory, Clause("KAMENOI-5.1"), Clause("KEIO-4.3")]
    [InlineData("kamenoi")]
    [InlineData("keio")]
    public void WhereTheTermsKnowNoDormancy_Never(string program)
    {
        var book = Shipped.Open(Shipped.Named(program), "2024-05-10");
        book.Award("a", "2024-06-01", 10_000);

        Assert.Null(WithdrawDormant.Decide(book.Account, Shipped.Named(program), Kkr.Instant("2099-01-01")));
    }

    private static Accepted? Swept(Account account, string when) => WithdrawDormant.Decide(account, Kkr.Program, Kkr.Instant(when));
}
