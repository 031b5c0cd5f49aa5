using Points.Ledger;

namespace Points.Tests.Ledger;

public sealed class LapseTests
{
    [Fact, Clause("KKR-6.3")]
    public void ASweep_WritesWhatIsDue() => Assert.Equal(0, Lapse.Decide(Kkr.Account(points: 500), Kkr.Program, Kkr.Instant("2026-03-01 00:05:00"))?.After.Holdings.Points);

    [Fact, Clause("KKR-6.3")]
    public void ASweepBeforeTheDay_WritesNothing() => Assert.Null(Lapse.Decide(Kkr.Account(points: 500), Kkr.Program, Kkr.Instant("2026-02-28 23:59:59")));

    [Fact, Clause("KKR-6.3")]
    public void ASecondSweep_WritesNothing()
    {
        var first = Lapse.Decide(Kkr.Account(points: 500), Kkr.Program, Kkr.Instant("2026-03-01"))!;

        Assert.Null(Lapse.Decide(first.After, Kkr.Program, Kkr.Instant("2026-03-01")));
    }

    [Fact, Clause("KKR-6.3")]
    public void AnEmptyAccount_HasNothingToLapse() => Assert.Null(Lapse.Decide(Kkr.Account(points: 0), Kkr.Program, Kkr.Instant("2026-03-01")));
}
