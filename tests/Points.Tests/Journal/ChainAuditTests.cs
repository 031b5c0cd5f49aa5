using Points.Journal;
using Points.Ledger;

namespace Points.Tests.Journal;

public sealed class ChainAuditTests
{
    private static readonly IReadOnlyList<Entry> Chain = Live();

    [Fact]
    public void AnUntouchedChain_HasNoMistake() =>
        Assert.Empty(Chain.SelectMany((_, i) => At(i, entry => entry)));

    [Fact]
    public void AChangedAmount_IsFound_ByItsHash_AndByTheBalance() =>
        Assert.Equal(
            ["its hash does not fit what it says: it was changed", "it says that 1,500 points were held after it, but what moved makes 1,501 points"],
            At(0, entry => entry with { Points = 1_501, Moves = [new Move("base", 1_501)] }));

    [Fact]
    public void AChangedAmount_ThatIsSealedAgain_IsFoundByTheBalance() =>
        Assert.Equal(
            ["it says that 1,500 points were held after it, but what moved makes 1,501 points"],
            At(0, entry => HashChain.Seal(entry with { Points = 1_501, Moves = [new Move("base", 1_501)] }, entry.PreviousHash)));

    [Fact]
    public void ABalanceOffByOne_ThatIsSealedAgain_IsFound() =>
        Assert.Equal(
            ["it says that 501 points were held after it, but what moved makes 500 points"],
            At(1, entry => HashChain.Seal(entry with { After = entry.After with { Lots = [new Lot("base", 501)] } }, entry.PreviousHash)));

    [Fact]
    public void PointsThatChangedTheirKind_AreFound() =>
        Assert.Equal(
            ["it says that other lots were held after it than what moved makes"],
            At(1, entry => HashChain.Seal(entry with { After = entry.After with { Lots = [new Lot("bonus", 500)] } }, entry.PreviousHash)));

    [Fact]
    public void MorePointsThanWereHeld_AreFound() =>
        Assert.Equal(
            ["what it moved does not fit what was held before it: A lot of base would hold -1 points."],
            At(1, entry => HashChain.Seal(entry with { Points = -1_501, Moves = [new Move("base", -1_501)] }, entry.PreviousHash)));

    [Fact]
    public void ARemovedEntry_IsFound() =>
        Assert.Equal(
            ["it stands where entry 2 belongs: one is missing, doubled or out of order"],
            ChainAudit.Mistakes(ChainLink.After(Chain[0]), Chain[2], Kkr.Program));

    [Fact]
    public void AReplacedEntry_IsFoundAtTheNextOne() =>
        Assert.Equal(
            ["it does not name the hash of entry 1: one of the two was changed"],
            ChainAudit.Mistakes(ChainLink.After(Chain[0]) with { Hash = "another" }, Chain[1], Kkr.Program));

    private static IEnumerable<string> At(int i, Func<Entry, Entry> change) =>
        ChainAudit.Mistakes(i == 0 ? ChainLink.Start : ChainLink.After(Chain[i - 1]), change(Chain[i]), Kkr.Program);

    private static IReadOnlyList<Entry> Live()
    {
        var book = new Book();
        book.Award("a", "2024-02-10", 150_000);
        book.Redeem("r", "2024-03-31", 1_000);
        book.Award("b", "2024-04-01", 10_000);
        return book.Entries;
    }
}
