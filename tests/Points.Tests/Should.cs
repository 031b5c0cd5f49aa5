using Points.Ledger;

namespace Points.Tests;

/// <summary>What tests say about decisions, with the clause and the numbers in the failure.</summary>
internal static class Should
{
    public static Accepted ShouldMove(this Decision decision, long points, long balance, string? expiresOn = null, long? paidYen = null)
    {
        var accepted = decision.ShouldBeAccepted();
        Assert.Equal(points, accepted.Main.Points);
        Assert.Equal(balance, accepted.Main.After.Points);
        if (expiresOn is not null)
            Assert.Equal(Kkr.Day(expiresOn), accepted.Main.After.ExpiresOn);
        Assert.Equal(paidYen, accepted.Main.Payment?.PaidYen);
        return accepted;
    }

    public static Accepted ShouldSay(this Accepted accepted, params string[] clauses)
    {
        Assert.Equal(clauses, accepted.Main.Clauses);
        return accepted;
    }

    public static Accepted ShouldHold(this Accepted accepted, params Lot[] lots)
    {
        Assert.Equal(lots, accepted.After.Holdings.Lots);
        return accepted;
    }

    public static Accepted ShouldBeAccepted(this Decision decision)
    {
        if (decision is Refused refused)
            Assert.Fail($"Refused: {refused.Code} {string.Join(' ', refused.Clauses)} {refused.Detail}");
        return Assert.IsType<Accepted>(decision);
    }

    public static Refused ShouldRefuse(this Decision decision, string code, params string[] clauses)
    {
        var refused = Assert.IsType<Refused>(decision);
        Assert.Equal(code, refused.Code);
        Assert.Equal(clauses, refused.Clauses);
        return refused;
    }

    public static void ShouldBe(this Balance balance, long points, string? expiresOn, string? lapsedOn = null, string? withdrawalDueOn = null)
    {
        Assert.Equal(points, balance.Points);
        Assert.Equal(Kkr.Day(expiresOn), balance.ExpiresOn);
        Assert.Equal(Kkr.Day(lapsedOn), balance.LapsedOn);
        Assert.Equal(Kkr.Day(withdrawalDueOn), balance.WithdrawalDueOn);
    }
}
