using Points.Ledger;

namespace Points.Tests.Ledger.Keio;

public sealed class ConsentTests
{
    private static readonly Purchase Bought = Shipped.Bought(10_000) with
    {
        Items = [new Item("goods", 4_000, Excluded: true), new Item("services", 6_000)],
        Booking = "officialWeb",
    };

    private static Purchase Stored(string joined, string bought) =>
        Shipped.Open(Shipped.Keio, joined).Award("a", bought, Bought).ShouldMove(points: 60, balance: 60).Main.Purchase!;

    [Theory, Clause("KEIO-8")]
    [InlineData("2022-12-10", "2023-02-01")]
    [InlineData("2023-02-28", "2023-03-01")]
    [InlineData("2023-02-28", "2024-01-01")]
    public void WhoNeverAcceptedTheClause_HasNoHistoryStored(string joined, string bought)
    {
        var stored = Stored(joined, bought);

        Assert.Equal([new Item("goods", 4_000, Excluded: true)], stored.Items);
        Assert.Null(stored.Booking);
    }

    [Fact, Clause("KEIO-8")]
    public void WhoJoinedUnderTheClause_HasItStored()
    {
        var stored = Stored("2023-03-01", "2023-03-02");

        Assert.Equal(Bought.Items, stored.Items);
        Assert.Equal("officialWeb", stored.Booking);
    }

    [Fact, Clause("KEIO-8")]
    public void TheConsent_IsRecorded_WithItsVersion()
    {
        Assert.Equal(new DateOnly(2023, 3, 1), Shipped.Open(Shipped.Keio, "2023-03-01").Account.AcceptedTerms);
        Assert.Equal(new DateOnly(2022, 10, 1), Shipped.Open(Shipped.Keio, "2023-02-28").Account.AcceptedTerms);
        Assert.Equal(new DateOnly(2023, 3, 1), Shipped.Open(Shipped.Keio, "2023-03-01").Entries[0].TermsVersion);
    }

    [Fact, Clause("KEIO-8"), Clause("KEIO-9")]
    public void WithoutHistory_AReturnIsStillRight()
    {
        var book = Shipped.Open(Shipped.Keio, "2022-12-10");
        book.Award("a", "2023-02-01", Bought);

        book.Return("back", "2023-03-02", "a", 5_000).ShouldMove(points: -30, balance: 30);
    }

    [Fact, Clause("KEIO-8")]
    public void WhereTheTermsAskForNoConsent_HistoryIsStored()
    {
        var book = Shipped.Open(Shipped.Kampo, "2024-01-10");
        var stored = book.Award("a", "2024-04-10", Shipped.Bought(10_000) with { Guests = 2, Booking = "direct" }).ShouldBeAccepted().Main.Purchase!;

        Assert.Equal((2, "direct"), (stored.Guests, stored.Booking));
    }
}
