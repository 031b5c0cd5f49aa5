using Points.Cards;
using Points.Ledger;

namespace Points.Tests.Ledger;

public sealed class IssueTests
{
    private static Decision Issue(string medium, string memberClass) =>
        Points.Ledger.Issue.Decide("account-1", new CardRequest(medium, memberClass, "individual"), Kkr.On("2023-12-01", id: "i"), Kkr.Program);

    [Theory, Clause("KKR-4.2"), Clause("KKR-P-fees")]
    [InlineData("nfc", "union", 0)]
    [InlineData("nfc", "preferred", 0)]
    [InlineData("nfc", "general", 300)]
    [InlineData("qr", "union", 0)]
    [InlineData("qr", "general", 0)]
    public void TheFee_DependsOnMediumAndClass(string medium, string memberClass, long feeYen)
    {
        var accepted = Issue(medium, memberClass).ShouldMove(points: 0, balance: 0).ShouldSay("KKR-4.1", "KKR-4.2").ShouldHold();

        Assert.Equal(feeYen, accepted.Main.Issued?.FeeYen);
        Assert.Equal([new Card(Kkr.Card, medium, CardStatus.Active, new DateOnly(2023, 12, 1))], accepted.After.Cards);
        Assert.Equal(new DateOnly(2023, 12, 1), accepted.After.JoinedOn);
        Assert.Null(accepted.After.Holdings.ExpiresOn);
    }

    [Fact, Clause("KKR-3.1"), Clause("KKR-3.2")]
    public void ACard_HasAMemberClassAndAHolderKind()
    {
        var asked = new CardRequest("nfc", "preferred", "group");
        var accepted = Points.Ledger.Issue.Decide("account-1", asked, Kkr.On("2023-12-01", id: "i"), Kkr.Program).ShouldBeAccepted();

        Assert.Equal(("preferred", "group"), (accepted.After.MemberClass, accepted.After.HolderKind));
        Assert.Equal(("preferred", "group"), (accepted.Main.Issued?.MemberClass, accepted.Main.Issued?.HolderKind));
        Assert.Equal(["union", "preferred", "general"], Kkr.Terms.Cards.MemberClasses.Is);
        Assert.Equal(["individual", "group"], Kkr.Terms.Cards.HolderKinds.Is);
    }

    [Fact, Clause("KKR-P-cards")]
    public void ByARegistrationCode_AQrCardIsIssued_AndNoNfcCard()
    {
        Decision ByCode(string medium, Points.Programs.Program? program = null) => Points.Ledger.Issue.Decide(
            "account-1", new CardRequest(medium, "general", "individual", MemberId: "member-1", ByCode: true), Kkr.On("2023-12-01", id: "i"), program ?? Kkr.Program);

        Assert.Equal("member-1", ByCode("qr").ShouldMove(points: 0, balance: 0).ShouldSay("KKR-P-cards", "KKR-4.1", "KKR-4.2").After.MemberId);
        ByCode("nfc").ShouldRefuse("registration-code-invalid", "KKR-P-cards");
        ByCode("qr", Shipped.Keio).ShouldRefuse("registration-code-invalid");
    }

    [Fact, Clause("KKR-4.1")]
    public void AnUnknownMedium_IsRefused() => Issue("magnetic", "general").ShouldRefuse("unknown-medium", "KKR-4.1");
}
