using Points.Cards;
using Points.Ledger;

namespace Points.Tests.Cards;

public sealed class RecallTests
{
    [Fact, Clause("KKR-4.5")]
    public void AnNfcCard_IsMarkedReturned_AndItsPointsStay()
    {
        var accepted = Recall.Decide(Kkr.Account(2_630), Kkr.On("2024-03-01"), Kkr.Program).ShouldMove(points: 0, balance: 2_630, expiresOn: "2026-02-28").ShouldSay("KKR-4.5");

        Assert.Equal(("recall", CardStatus.Retired, CardEnd.Returned), (accepted.Main.Kind, accepted.After.Cards[0].Status, accepted.After.Cards[0].Why));
        Assert.Null(accepted.After.EndedAt);
        Award.Decide(accepted.After, Kkr.Bought(1_000), Kkr.On("2024-03-02"), Kkr.Program).ShouldRefuse("card-retired", "KKR-5.1");
    }

    [Fact, Clause("KKR-4.5"), Clause("KKR-15.3")]
    public void AQrCard_IsWithdrawn_AndErasedSixMonthsLater()
    {
        var account = Of("qr") with { MemberId = "member-1" };

        var accepted = Recall.Decide(account, Kkr.On("2024-03-01"), Kkr.Program).ShouldMove(points: -2_630, balance: 0).ShouldSay("KKR-4.5");

        Assert.Equal(("withdrawal", CardEnd.Ended), (accepted.Main.Kind, accepted.After.Cards[0].Why));
        Assert.Equal(new DateOnly(2024, 9, 1), accepted.After.ErasureDueOn);
    }

    [Fact, Clause("KKR-4.5"), Clause("KKR-11.3")]
    public void ARecalledCardThatIsLinked_LeavesThePointsToTheOther()
    {
        foreach (var medium in new[] { "nfc", "qr" })
        {
            var account = Of(medium);
            account = account with { Cards = [.. account.Cards, new Card("4101000000000026", "nfc", CardStatus.Active, Kkr.Joined)] };

            var accepted = Recall.Decide(account, Kkr.On("2024-03-01"), Kkr.Program).ShouldMove(points: 0, balance: 2_630);

            Assert.Equal([CardStatus.Retired, CardStatus.Active], accepted.After.Cards.Select(card => card.Status));
        }
    }

    [Fact, Clause("KKR-4.5"), Clause("KKR-15.2")]
    public void AMemberWhoseLastCardWasReturned_CanStillWithdraw_OnceOnly()
    {
        var returned = Recall.Decide(Kkr.Account(2_630), Kkr.On("2024-03-01"), Kkr.Program).ShouldBeAccepted().After;

        var gone = Withdraw.Decide(returned, Kkr.On("2024-03-02"), Kkr.Program).ShouldMove(points: -2_630, balance: 0);

        Assert.NotNull(gone.After.EndedAt);
        Withdraw.Decide(gone.After, Kkr.On("2024-03-03"), Kkr.Program).ShouldRefuse("card-retired", "KKR-5.1");
    }

    [Fact]
    public void AReturnedCardBesideALinkedOne_EndsNothing()
    {
        var account = Kkr.Account(2_630);
        account = account with { Cards = [.. account.Cards, new Card("4101000000000026", "nfc", CardStatus.Active, Kkr.Joined)] };
        var returned = Recall.Decide(account, Kkr.On("2024-03-01"), Kkr.Program).ShouldBeAccepted().After;

        Withdraw.Decide(returned, Kkr.On("2024-03-02"), Kkr.Program).ShouldRefuse("card-retired", "KKR-5.1");
        Forfeit.Decide(returned, Kkr.On("2024-03-02"), Kkr.Program).ShouldRefuse("card-retired", "KKR-5.1");
    }

    [Fact]
    public void WhereTheTermsKnowNoRecall_ItIsRefused() =>
        Recall.Decide(Shipped.Open(Shipped.Kampo, "2024-01-10").Account, Kkr.On("2024-03-01") with { CardNumber = "4303000000000018" }, Shipped.Kampo).ShouldRefuse("recall-not-offered");

    private static Account Of(string medium)
    {
        var account = Kkr.Account(2_630);
        return account with { Cards = [account.Cards[0] with { Medium = medium }] };
    }
}
