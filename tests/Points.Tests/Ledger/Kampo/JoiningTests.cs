using Points.Ledger;
using Points.Programs;

namespace Points.Tests.Ledger.Kampo;

public sealed class JoiningTests
{
    private static Decision Join(Program program, string born, string on) => Issue.Decide(
        "account-1", new CardRequest("nfc", "member", "individual", BirthDate: Kkr.Day(born)), Kkr.On(on, facility: program.Facilities.Keys.First(), id: "i"), program);

    [Theory, Clause("KAMPO-1")]
    [InlineData("2012-04-01", "2024-03-31", "2024年4月1日")]
    [InlineData("2012-04-02", "2024-04-01", "2025年4月1日")]
    [InlineData("2012-04-02", "2025-03-31", "2025年4月1日")]
    [InlineData("2011-04-02", "2024-03-31", "2024年4月1日")]
    [InlineData("2012-02-29", "2024-02-28", "2024年4月1日")]
    [InlineData("2012-12-31", "2024-12-30", "2025年4月1日")]
    public void APupilOfElementarySchool_IsRefused_AndToldWhen(string born, string on, string from)
    {
        var refused = Join(Shipped.Kampo, born, on).ShouldRefuse("too-young", "KAMPO-1");
        Assert.Equal($"入会できるのは 12歳以上（小学生を除く）です。{from} から入会できます。", refused.Detail);
    }

    [Theory, Clause("KAMPO-1")]
    [InlineData("2012-04-01", "2024-04-01")]
    [InlineData("2012-04-02", "2025-04-01")]
    [InlineData("2011-04-02", "2024-04-01")]
    public void FromTheFirstAprilAfterTurning12_AnyoneMayJoin(string born, string on) =>
        Assert.Equal("issue", Join(Shipped.Kampo, born, on).ShouldBeAccepted().Main.Kind);

    [Fact, Clause("KAMENOI-1")]
    public void Kamenoi_AsksTheSame()
    {
        Join(Shipped.Kamenoi, "2012-04-02", "2025-03-31").ShouldRefuse("too-young", "KAMENOI-1");
        Join(Shipped.Kamenoi, "2012-04-02", "2025-04-01").ShouldBeAccepted();
    }

    [Theory, Clause("KAMPO-1")]
    [InlineData("2012-05-10", "2024-05-09")]
    [InlineData("2012-04-01", "2024-03-31")]
    [InlineData("2012-01-01", "2023-12-31")]
    public void AYearOfAge_IsReachedOnTheDayBeforeTheBirthday(string born, string from) =>
        Assert.Equal(Kkr.Day(from), new JoiningRules { MinimumAge = new Rule<int>(12), AfterElementarySchool = new Rule<bool>(false) }.AllowedFrom(Kkr.Day(born)!.Value));

    [Fact, Clause("KAMPO-1")]
    public void OfFullAge_SchoolDoesNotMatter() =>
        Assert.Equal(new DateOnly(2030, 5, 9), new JoiningRules { MinimumAge = new Rule<int>(18), AfterElementarySchool = new Rule<bool>(true) }.AllowedFrom(new DateOnly(2012, 5, 10)));

    [Fact, Clause("KAMPO-4.2"), Clause("KAMENOI-4.2")]
    public void OneCardAMember_CannotBeMergedOrLinked()
    {
        Assert.Equal((new Rule<bool>(false, "KAMPO-4.2"), new Rule<bool>(false, "KAMPO-4.2")), (Shipped.Kampo.Versions[0].Sharing.Merge, Shipped.Kampo.Versions[0].Sharing.Link));
        Assert.Equal((new Rule<bool>(false, "KAMENOI-4.2"), new Rule<bool>(false, "KAMENOI-4.2")), (Shipped.Kamenoi.Versions[0].Sharing.Merge, Shipped.Kamenoi.Versions[0].Sharing.Link));
        Assert.Equal(["KAMPO-4.2"], Join(Shipped.Kampo, "1980-05-10", "2024-04-01").ShouldBeAccepted().Main.Clauses);
    }
}
