using Points.Cards;
using Points.Ledger;

namespace Points.Tests.Cards;

public sealed class RenewScanTokenTests
{
    [Fact, Clause("KKR-5.1")]
    public void EachRenewal_MakesTheNextPayloadTheOnlyOne()
    {
        var first = RenewScanToken.Decide(Kkr.Account(2_630), Kkr.On("2024-03-01"), Kkr.Program).ShouldMove(points: 0, balance: 2_630).ShouldSay("KKR-5.1");
        var second = RenewScanToken.Decide(first.After, Kkr.On("2024-03-02"), Kkr.Program).ShouldBeAccepted();

        Assert.Equal((2, 3), (first.Main.Renewed?.Generation, second.Main.Renewed?.Generation));
        Assert.Equal(3, second.After.Cards[0].Generation);
    }

    [Fact]
    public void ASuspendedCard_StaysSuspended()
    {
        var account = Kkr.Account(2_630);
        account = account with { Cards = [account.Cards[0].Suspended(CardEnd.Suspicion)] };

        var renewed = RenewScanToken.Decide(account, Kkr.On("2024-03-01"), Kkr.Program).ShouldBeAccepted();

        Assert.Equal((CardStatus.Suspended, CardEnd.Suspicion), (renewed.After.Cards[0].Status, renewed.After.Cards[0].Why));
        Assert.Equal(CardStatus.Suspended, renewed.Main.Renewed?.Status);
    }

    [Fact]
    public void ACardThatWasNeverRenewed_IsStoredAsBefore() =>
        Assert.DoesNotContain("enewals", System.Text.Json.JsonSerializer.Serialize(Kkr.Account(1), LedgerJson.Readable.Account), StringComparison.Ordinal);
}
