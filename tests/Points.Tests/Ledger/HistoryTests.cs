using Points.Ledger;

namespace Points.Tests.Ledger;

public sealed class HistoryTests
{
    private static readonly Book Lived = Live();

    private static History History => new(Lived.Entries);

    [Fact]
    public void AnEntry_IsFoundByItsOperation()
    {
        Assert.Equal("award", History.Find("a")?.Kind);
        Assert.Null(History.Find("nothing"));
        Assert.Equal("v", History.VoidOf(History.Find("r")!)?.Id);
        Assert.Null(History.VoidOf(History.Find("a")!));
        Assert.Equal(["back1", "back2"], History.ReturnsOf(History.Find("a")!).Select(entry => entry.Id));
    }

    [Fact, Clause("KKR-5.2")]
    public void Excess_IsWhatReturnsHaveNotTakenYet() =>
        Assert.Equal([new Lot("base", 250)], History.Excess(History.Find("a")!, [new Lot("base", 100)]));

    [Fact, Clause("KKR-5.2")]
    public void Excess_IsNeverLessThanNothing() =>
        Assert.Empty(History.Excess(History.Find("a")!, [new Lot("base", 1_000)]));

    [Fact, Clause("KKR-6.1")]
    public void Expiry_CountsOnlyWhatStillStands()
    {
        Assert.Equal(new DateOnly(2026, 5, 31), History.Without(null, Holdings.None, Kkr.Joined, Kkr.Program).ExpiresOn);
        Assert.Equal(new DateOnly(2026, 2, 28), History.Without(History.Find("b"), Holdings.None, Kkr.Joined, Kkr.Program).ExpiresOn);
        Assert.Null(new History([]).Without(null, Holdings.None, Kkr.Joined, Kkr.Program).ExpiresOn);
    }

    [Theory, Clause("KKR-6.3")]
    [InlineData("", "2026-02-28")]
    [InlineData("second", "2026-02-28")]
    [InlineData("first", "2028-03-31")]
    public void PointsHeldSince_EndWhenNoActivityCameInTime(string without, string expiresOn)
    {
        var book = new Book();
        book.Award("first", "2024-02-10", 5_000);
        book.Award("second", "2026-03-05", 5_000);

        Assert.Equal(Kkr.Day(expiresOn), new History(book.Entries).ExpiryWithout(new History(book.Entries).Find(without), new DateOnly(2024, 2, 10), Kkr.Joined, Kkr.Program));
    }

    private static Book Live()
    {
        var book = new Book();
        book.Award("a", "2024-02-10", 150_000);
        book.Redeem("r", "2024-03-31", 1_000);
        book.Void("v", "2024-04-01", "r");
        book.Return("back1", "2024-04-02", "a", 100_000);
        book.Return("back2", "2024-04-03", "a", 15_000);
        book.Award("b", "2024-05-05", 1_000);
        return book;
    }
}
