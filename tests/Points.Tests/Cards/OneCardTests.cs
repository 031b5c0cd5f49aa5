using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Points.Tests.Cards;

public sealed class OneCardTests
{
    private static readonly DateOnly Today = new(2024, 3, 1);

    [Fact, Clause("KAMPO-4.2"), Clause("KAMENOI-4.2")]
    public void WhileACardWorksOrIsSuspended_NoOtherIsGiven()
    {
        OneCard.Refuse(Holder(Shipped.Kampo), Shipped.Kampo.Versions[0], Today)!.ShouldRefuse("one-card-per-member", "KAMPO-4.2");
        OneCard.Refuse(Holder(Shipped.Kamenoi), Shipped.Kamenoi.Versions[0], Today)!.ShouldRefuse("one-card-per-member", "KAMENOI-4.2");
        OneCard.Refuse(Holder(Shipped.Kampo, card => card.Suspended(CardEnd.Lost)), Shipped.Kampo.Versions[0], Today)!.ShouldRefuse("one-card-per-member", "KAMPO-4.2");
    }

    [Fact, Clause("KAMPO-4.2"), Clause("KAMPO-5.1")]
    public void ACardThatHasEnded_StandsInNobodysWay()
    {
        Assert.Null(OneCard.Refuse(Holder(Shipped.Kampo, card => card.Retired(CardEnd.Ended)), Shipped.Kampo.Versions[0], Today));
        // Joined on 10 January 2024: the membership ends with 31 January 2027, swept or not.
        Assert.Null(OneCard.Refuse(Holder(Shipped.Kampo), Shipped.Kampo.Versions[0], new DateOnly(2027, 2, 1)));
        Assert.NotNull(OneCard.Refuse(Holder(Shipped.Kampo), Shipped.Kampo.Versions[0], new DateOnly(2027, 1, 31)));
    }

    [Fact]
    public void OtherPrograms_GiveAsManyCardsAsTheMemberWants()
    {
        Assert.Null(OneCard.Refuse(Kkr.Account(10), Kkr.Terms, Today));
        Assert.Null(OneCard.Refuse(Holder(Shipped.Keio), Shipped.Keio.Versions[0], Today));
    }

    private static Account Holder(Program program, Func<Card, Card>? change = null)
    {
        var account = Shipped.Open(program, "2024-01-10").Account;
        return account with { Cards = [change?.Invoke(account.Cards[0]) ?? account.Cards[0]] };
    }
}
