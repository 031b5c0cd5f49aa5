using Local.Host.Functions;

namespace Local.Tests.Host;

public sealed class RetryPolicyTests
{
    [Fact]
    public void None_GivesUpAfterTheFirstFailure() => Assert.Null(RetryPolicy.None.DelayAfter(1));

    [Fact]
    public void FixedDelay_IsTheSameEachTime_AndEnds()
    {
        var policy = new RetryPolicy(2, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));

        Assert.Equal([5, 5, null], new[] { 1, 2, 3 }.Select(n => policy.DelayAfter(n)?.TotalSeconds));
    }

    [Fact]
    public void Backoff_DoublesUpToTheMaximum_ForEver()
    {
        var policy = new RetryPolicy(-1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));

        Assert.Equal([1, 2, 4, 8, 10, 10], new[] { 1, 2, 3, 4, 5, 1_000_000 }.Select(n => policy.DelayAfter(n)?.TotalSeconds));
    }
}
