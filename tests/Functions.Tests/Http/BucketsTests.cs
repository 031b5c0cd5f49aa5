using System.Globalization;
using Functions.Http;
using Local.Clock;

namespace Functions.Tests.Http;

/// <summary>How often somebody may do something: by the app's clock, which stands still here until a test moves it.</summary>
public sealed class BucketsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(9));
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly TestClock clock = new();

    public BucketsTests() => clock.Stop(Noon);

    [Fact]
    public void WhoHasTakenAll_WaitsForTheRefill_CountedFromTheFirst_AndOthersDoNot()
    {
        var buckets = new Buckets(3, 3, Minute, clock);

        Assert.Null(buckets.Take("a"));
        At(seconds: 20);
        Assert.Equal([null, null, TimeSpan.FromSeconds(40)], Taken(buckets, "a", 3));
        Assert.Equal(TimeSpan.FromSeconds(40), buckets.Wait("a"));
        Assert.Null(buckets.Take("b"));
        At(seconds: 59.5);
        Assert.Equal(TimeSpan.FromSeconds(0.5), buckets.Take("a"));
        At(seconds: 60);
        Assert.Null(buckets.Wait("a"));
        Assert.Equal([null, null, null, Minute], Taken(buckets, "a", 4));
    }

    [Fact]
    public void ABucketThatIsRefilledEverySecond_GivesThatMuchASecond_AndItsSizeAtOnceAfterAPause()
    {
        var buckets = new Buckets(5, 2, TimeSpan.FromSeconds(1), clock);

        Assert.Equal(5, Given(buckets));
        At(seconds: 0.9);
        Assert.Equal(TimeSpan.FromSeconds(0.1), buckets.Take("a"));
        At(seconds: 1);
        Assert.Equal(2, Given(buckets));
        At(seconds: 2.5);
        Assert.Equal(2, Given(buckets));
        Assert.Equal(TimeSpan.FromSeconds(0.5), buckets.Take("a"));
        At(seconds: 3_600);
        Assert.Equal(5, Given(buckets));
    }

    [Fact]
    public void AClockThatIsSetBack_GivesNothing_AndLocksNobodyOutForLongerThanARefill()
    {
        var buckets = new Buckets(1, 1, Minute, clock);
        Assert.Null(buckets.Take("a"));

        clock.Stop(Noon.AddDays(-1));

        Assert.Equal(Minute, buckets.Take("a"));
    }

    [Fact]
    public void WhoHasNotBeenSeenForAWhile_IsForgotten()
    {
        var buckets = new Buckets(2, 2, Minute, clock);
        for (var i = 0; i < 10_000; i++)
            Assert.Null(buckets.Take(i.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(10_000, buckets.Remembered);

        At(seconds: 60);
        for (var i = 0; i < 10_000; i++)
            Assert.Null(buckets.Take($"later {i}"));

        Assert.InRange(buckets.Remembered, 10_000, 16_000);
    }

    private void At(double seconds) => clock.Stop(Noon.AddSeconds(seconds));

    private static IEnumerable<TimeSpan?> Taken(Buckets buckets, string who, int times) =>
        [.. Enumerable.Range(0, times).Select(_ => buckets.Take(who))];

    private static int Given(Buckets buckets) => Taken(buckets, "a", 20).Count(wait => wait is null);
}
