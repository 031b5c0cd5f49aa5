using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Points.Tests.Cards;

/// <summary>Loss, theft, damage, finding, reissue and end of a KKR card.</summary>
public sealed class CardLifeTests
{
    private static readonly MemberFacts Registered = new(MyPageOpen: true, DataComplete: true);

    [Fact, Clause("KKR-P-lost")]
    public void ALostCard_IsSuspended_AndNothingCanBeRedeemed()
    {
        var suspended = Accept(Suspend.Decide(Kkr.Account(2_630), CardEnd.Lost, identityConfirmed: true, Registered, Kkr.On("2024-03-01"), Kkr.Program));

        Assert.Equal(CardStatus.Suspended, suspended.After.Cards[0].Status);
        Redeem.Decide(suspended.After, new Redemption(1_000, 1_000), Kkr.On("2024-03-01"), Kkr.Program).ShouldRefuse("card-suspended", "KKR-14.2");
    }

    [Theory, Clause("KKR-P-lost")]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void AReportOfLoss_NeedsMyPageWithAllRequiredData(bool open, bool complete) =>
        Suspend.Decide(Kkr.Account(), CardEnd.Lost, identityConfirmed: true, new MemberFacts(open, complete), Kkr.On("2024-03-01"), Kkr.Program)
            .ShouldRefuse("my-page-needed", "KKR-P-lost");

    [Fact, Clause("KKR-P-lost")]
    public void AReportOfLoss_NeedsAConfirmedIdentity() =>
        Suspend.Decide(Kkr.Account(), CardEnd.Lost, identityConfirmed: false, Registered, Kkr.On("2024-03-01"), Kkr.Program)
            .ShouldRefuse("identity-not-confirmed", "KKR-P-lost");

    [Fact, Clause("KKR-14.2")]
    public void ACardUnderSuspicion_IsBlockedWithoutAskingTheMember()
    {
        var blocked = Accept(Suspend.Decide(Kkr.Account(), CardEnd.Suspicion, identityConfirmed: false, MemberFacts.Unknown, Kkr.On("2024-03-01"), Kkr.Program));

        Assert.Equal(CardStatus.Suspended, blocked.After.Cards[0].Status);
        Assert.Equal(["KKR-14.2"], blocked.Main.Clauses);
    }

    [Fact, Clause("KKR-P-found")]
    public void AFoundCard_IsResumedAfterAnIdentityCheck()
    {
        var lost = Reported(CardEnd.Lost);

        Resume.Decide(lost, identityConfirmed: false, Kkr.On("2024-03-02"), Kkr.Program).ShouldRefuse("identity-not-confirmed", "KKR-P-found");
        var found = Accept(Resume.Decide(lost, identityConfirmed: true, Kkr.On("2024-03-02"), Kkr.Program));

        Assert.Equal(CardStatus.Active, found.After.Cards[0].Status);
        Assert.Equal(2_630, found.After.Holdings.Points);
    }

    [Fact, Clause("KKR-P-found")]
    public void AStolenCard_IsNeverResumed() =>
        Resume.Decide(Reported(CardEnd.Stolen), identityConfirmed: true, Kkr.On("2024-03-02"), Kkr.Program).ShouldRefuse("not-resumable", "KKR-P-found");

    [Fact, Clause("KKR-12.1"), Clause("KKR-12.3")]
    public void ALostCard_IsReissuedWithItsBalanceAndExpiry_ForAFee_AndTheOldOneNeverWorksAgain()
    {
        var reissued = Accept(Reissue.Decide(Reported(CardEnd.Lost), Asked(CardEnd.Lost), Registered, Kkr.On("2024-03-02"), Kkr.Program));

        Assert.Equal(300, reissued.Main.Issued!.FeeYen);
        Assert.Equal(["KKR-12.1", "KKR-4.2", "KKR-12.3"], reissued.Main.Clauses);
        Assert.Equal((2_630, new DateOnly(2026, 2, 28)), (reissued.After.Holdings.Points, reissued.After.Holdings.ExpiresOn!.Value));
        Award.Decide(reissued.After, Kkr.Bought(1_000), Kkr.On("2024-03-03"), Kkr.Program).ShouldRefuse("card-retired", "KKR-5.1");
        Resume.Decide(reissued.After, identityConfirmed: true, Kkr.On("2024-03-03"), Kkr.Program).ShouldRefuse("card-retired", "KKR-5.1");
        Assert.IsType<Accepted>(Award.Decide(reissued.After, Kkr.Bought(1_000), Kkr.On("2024-03-03") with { CardNumber = NewNumber }, Kkr.Program));
    }

    [Fact, Clause("KKR-12.1")]
    public void AReissueForLoss_NeedsMyPage_AReport_AndNoIntent()
    {
        Reissue.Decide(Reported(CardEnd.Lost), Asked(CardEnd.Lost), MemberFacts.Unknown, Kkr.On("2024-03-02"), Kkr.Program).ShouldRefuse("my-page-needed", "KKR-12.1");
        Reissue.Decide(Kkr.Account(), Asked(CardEnd.Lost), Registered, Kkr.On("2024-03-02"), Kkr.Program).ShouldRefuse("loss-not-reported", "KKR-12.1");
        Reissue.Decide(Reported(CardEnd.Lost), Asked(CardEnd.Lost) with { AtFault = true }, Registered, Kkr.On("2024-03-02"), Kkr.Program).ShouldRefuse("deliberate-loss", "KKR-12.1");
        Reissue.Decide(Reported(CardEnd.Lost), Asked(CardEnd.Lost) with { IdentityConfirmed = false }, Registered, Kkr.On("2024-03-02"), Kkr.Program).ShouldRefuse("identity-not-confirmed", "KKR-12.1");
    }

    [Theory, Clause("KKR-12.2")]
    [InlineData(false, 0)]
    [InlineData(true, 300)]
    public void ABrokenCard_IsReissuedFree_UnlessItWasDeliberateOrGrossNegligence(bool atFault, long feeYen)
    {
        var reissued = Accept(Reissue.Decide(Kkr.Account(100), Asked(null) with { AtFault = atFault }, MemberFacts.Unknown, Kkr.On("2024-03-02"), Kkr.Program));

        Assert.Equal(feeYen, reissued.Main.Issued!.FeeYen);
        Assert.Equal(100, reissued.After.Holdings.Points);
    }

    [Fact, Clause("KKR-15.2"), Clause("KKR-15.4")]
    public void Withdrawal_EndsCardAndPointsAtOnce_ForGood()
    {
        var gone = Accept(Withdraw.Decide(Kkr.Account(2_630), Kkr.On("2024-03-01"), Kkr.Program));

        Assert.Equal((-2_630, 0), (gone.Main.Points, gone.After.Holdings.Points));
        Assert.Equal(["KKR-15.2"], gone.Main.Clauses);
        Award.Decide(gone.After, Kkr.Bought(1_000), Kkr.On("2024-03-01"), Kkr.Program).ShouldRefuse("card-retired", "KKR-5.1");
        Withdraw.Decide(gone.After, Kkr.On("2024-03-02"), Kkr.Program).ShouldRefuse("card-retired", "KKR-5.1");
    }

    [Fact, Clause("KKR-11.3")]
    public void PointsOfLinkedCards_EndOnlyWithTheLastOfThem()
    {
        var linked = Kkr.Account(2_630);
        linked = linked with { Cards = [.. linked.Cards, new Card(NewNumber, "qr", CardStatus.Active, new DateOnly(2024, 1, 1))] };

        var one = Accept(Withdraw.Decide(linked, Kkr.On("2024-03-01"), Kkr.Program));
        var all = Accept(Withdraw.Decide(one.After, Kkr.On("2024-03-02") with { CardNumber = NewNumber }, Kkr.Program));

        Assert.Equal((0, 2_630), (one.Main.Points, one.After.Holdings.Points));
        Assert.Equal((-2_630, 0), (all.Main.Points, all.After.Holdings.Points));
    }

    [Fact, Clause("KKR-16.1"), Clause("KKR-16.2"), Clause("KKR-16.4")]
    public void Forfeiture_EndsEveryCardOfTheAccount_AndSaysNoReason()
    {
        var linked = Kkr.Account(2_630);
        linked = linked with { Cards = [.. linked.Cards, new Card(NewNumber, "qr", CardStatus.Active, new DateOnly(2024, 1, 1))] };

        var gone = Accept(Forfeit.Decide(linked, Kkr.On("2024-03-01"), Kkr.Program));

        Assert.All(gone.After.Cards, card => Assert.Equal((CardStatus.Retired, CardEnd.Ended), (card.Status, card.Why)));
        Assert.Equal((-2_630, 0), (gone.Main.Points, gone.After.Holdings.Points));
        Assert.Equal(["KKR-16.2"], gone.Main.Clauses);
    }

    [Fact, Clause("KEIO-10.3")]
    public void Keio_ReissueCarriesThePointsOfTheReport_BecauseNothingMovesAfterIt()
    {
        var keio = Shipped.Keio;
        var account = Kkr.Account(500) with { Program = "keio" };
        var lost = Accept(Suspend.Decide(account, CardEnd.Lost, identityConfirmed: true, MemberFacts.Unknown, Kkr.On("2024-03-01"), keio)).After;

        Award.Decide(lost, Kkr.Bought(1_000), Kkr.On("2024-03-02", department: "store", facility: "shinjuku"), keio).ShouldRefuse("card-suspended", "KEIO-11");
        var reissued = Accept(Reissue.Decide(lost, Asked(CardEnd.Lost), MemberFacts.Unknown, Kkr.On("2024-03-03"), keio));

        Assert.Equal(500, reissued.After.Holdings.Points);
        Assert.Contains("KEIO-10.3", reissued.Main.Clauses);
    }

    [Theory]
    [Clause("KAMPO-5.2"), Clause("KAMPO-5.3"), Clause("KAMPO-5.4"), Clause("KAMENOI-5.2"), Clause("KAMENOI-5.3"), Clause("KAMENOI-5.4")]
    [InlineData("kampo")]
    [InlineData("kamenoi")]
    public void Inns_ReissueABrokenOrLostCardWithAllPoints_OnlyToTheMember(string id)
    {
        var program = Shipped.All.Single(program => program.Id == id);
        var account = Kkr.Account(500, expiresOn: "2026-12-31") with { Program = id };
        var lost = Accept(Suspend.Decide(account, CardEnd.Lost, identityConfirmed: true, MemberFacts.Unknown, Kkr.On("2024-05-01"), program)).After;

        Assert.Equal(500, Accept(Reissue.Decide(account, Asked(null), MemberFacts.Unknown, Kkr.On("2024-05-01"), program)).After.Holdings.Points);
        Assert.Equal(500, Accept(Reissue.Decide(lost, Asked(CardEnd.Lost), MemberFacts.Unknown, Kkr.On("2024-05-01"), program)).After.Holdings.Points);
        foreach (var (state, reason) in new[] { (account, (CardEnd?)null), (lost, CardEnd.Lost) })
        {
            Reissue.Decide(state, Asked(reason) with { IdentityConfirmed = false }, MemberFacts.Unknown, Kkr.On("2024-05-01"), program)
                .ShouldRefuse("identity-not-confirmed", $"{id.ToUpperInvariant()}-5.2");
        }
    }

    [Theory]
    [Clause("KAMPO-7"), Clause("KAMPO-8"), Clause("KAMENOI-7"), Clause("KAMENOI-8"), Clause("KKR-15.1")]
    [InlineData("kkr", "KKR-15.2", "KKR-16.2")]
    [InlineData("kampo", "KAMPO-8", "KAMPO-7")]
    [InlineData("kamenoi", "KAMENOI-8", "KAMENOI-7")]
    public void WithdrawalAndForfeiture_EachNameTheirClause(string id, string withdrawal, string forfeiture)
    {
        var program = Shipped.All.Single(program => program.Id == id);
        var account = Kkr.Account(500, expiresOn: "2026-12-31") with { Program = id };

        var left = Accept(Withdraw.Decide(account, Kkr.On("2024-05-01"), program));
        var lost = Accept(Forfeit.Decide(account, Kkr.On("2024-05-01"), program));

        Assert.Equal((0, -500, withdrawal), (left.After.Holdings.Points, left.Main.Points, Assert.Single(left.Main.Clauses)));
        Assert.Equal((0, -500, forfeiture), (lost.After.Holdings.Points, lost.Main.Points, Assert.Single(lost.Main.Clauses)));
    }

    [Theory]
    [Clause("KAMPO-6.1e"), Clause("KAMENOI-6.1e")]
    [InlineData("kampo", "hakone")]
    [InlineData("kamenoi", "beppu")]
    public void PointsOfAStay_GoToTheFamilyOnItsDayOnly(string id, string facility)
    {
        var program = Shipped.All.Single(program => program.Id == id);
        var account = Kkr.Account(0, expiresOn: "2026-12-31") with { Program = id };
        var stay = Accept(Award.Decide(account, Kkr.Bought(10_000), Kkr.On("2024-05-01", facility: facility, id: "stay"), program));
        var history = new History(stay.Entries);
        var gift = new FamilyGift("stay", Points: null, SameHousehold: true, KinshipDegree: 2, "other", NewNumber);

        var gone = Accept(TransferOut.Decide(stay.After, gift, Kkr.On("2024-05-01 23:00:00", facility: facility), program, history));

        Assert.Equal((-100, 0), (gone.Main.Points, gone.After.Holdings.Points));
        TransferOut.Decide(stay.After, gift, Kkr.On("2024-05-02", facility: facility), program, history)
            .ShouldRefuse("transfer-not-allowed", $"{id.ToUpperInvariant()}-6.1e");
        TransferOut.Decide(stay.After, gift with { KinshipDegree = 3 }, Kkr.On("2024-05-01", facility: facility), program, history)
            .ShouldRefuse("transfer-not-allowed", $"{id.ToUpperInvariant()}-6.1e");
    }

    [Fact, Clause("KKR-14.2")]
    public void ABlock_CannotBeGotAround_ByAReportOfLossOrANewCard()
    {
        var blocked = Reported(CardEnd.Suspicion);

        Suspend.Decide(blocked, CardEnd.Lost, identityConfirmed: true, Registered, Kkr.On("2024-03-02"), Kkr.Program).ShouldRefuse("already-suspended", "KKR-14.2");
        Reissue.Decide(blocked, Asked(null), Registered, Kkr.On("2024-03-02"), Kkr.Program).ShouldRefuse("card-suspended", "KKR-14.2");
        Reissue.Decide(blocked, Asked(CardEnd.Lost), Registered, Kkr.On("2024-03-02"), Shipped.Keio).ShouldRefuse("card-suspended", "KEIO-11");
    }

    private const string NewNumber = "4101000000000026";

    private static ReissueRequest Asked(CardEnd? reason) => new(reason, AtFault: false, IdentityConfirmed: true, NewNumber);

    private static Account Reported(CardEnd reason) =>
        Accept(Suspend.Decide(Kkr.Account(2_630), reason, identityConfirmed: true, Registered, Kkr.On("2024-03-01"), Kkr.Program)).After;

    private static Accepted Accept(Decision decision) => Assert.IsType<Accepted>(decision);
}
