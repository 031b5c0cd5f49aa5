using Google.Protobuf.WellKnownTypes;
using Local.Host.Functions;
using Local.Host.Rpc;

namespace Local.Tests.Host;

public sealed class RetryPolicyTests
{
    [Fact]
    public void None_GivesUpAfterTheFirstFailure() => Assert.Null(RetryPolicy.None.DelayAfter(1));

    [Fact]
    public void APolicy_IsWhatTheWorkerSays()
    {
        var fixedDelay = new RpcRetryOptions
        {
            RetryStrategy = RpcRetryOptions.Types.RetryStrategy.FixedDelay, MaxRetryCount = 2,
            DelayInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(5)),
        };
        var backoff = new RpcRetryOptions
        {
            RetryStrategy = RpcRetryOptions.Types.RetryStrategy.ExponentialBackoff, MaxRetryCount = -1,
            MinimumInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)),
            MaximumInterval = Duration.FromTimeSpan(TimeSpan.FromMinutes(15)),
        };

        Assert.Equal(new RetryPolicy(2, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)), RetryPolicy.Of(fixedDelay));
        Assert.Equal(new RetryPolicy(-1, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15)), RetryPolicy.Of(backoff));
        Assert.Equal(RetryPolicy.None, RetryPolicy.Of(null));
    }

    [Fact]
    public async Task APolicy_ComesFromTheAttribute()
    {
        await using var app = await TestApp.Start(
            [TestApp.NoDatabase, "--Local:Timers=false", "--Local:Feeds=false"],
            _ => { },
            typeof(FailingAtStartup), typeof(RetriedFeed), typeof(EveryDay));

        var policies = (await app.Get<HostedFunctions>().All).ToDictionary(f => f.Name, f => f.Retry, StringComparer.Ordinal);

        Assert.Equal(new RetryPolicy(2, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)), policies["FailingAtStartup"]);
        Assert.Equal(new RetryPolicy(-1, TimeSpan.Zero, TimeSpan.Zero), policies["Retried"]);
        Assert.Equal(RetryPolicy.None, policies["EveryDay"]);
    }

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
