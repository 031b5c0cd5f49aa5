using System.Text.Json;
using Points.Ledger;

namespace Points.Tests.Ledger;

public sealed class HashChainTests
{
    private static readonly IReadOnlyList<Entry> Chain = Live().Entries;

    [Fact]
    public void AnUntouchedChain_Verifies()
    {
        Assert.Equal(5, Chain.Count);
        Assert.Null(HashChain.FirstBroken(Chain));
    }

    [Fact]
    public void EveryEntry_NamesTheHashBeforeIt()
    {
        Assert.Equal("", Chain[0].PreviousHash);
        Assert.Equal(Chain.Take(4).Select(entry => entry.Hash), Chain.Skip(1).Select(entry => entry.PreviousHash));
        Assert.Equal(Chain[^1].Hash, Live().Account.LastHash);
        Assert.All(Chain, entry => Assert.Equal(43, entry.Hash!.Length));
    }

    [Fact]
    public void AChangedAmount_IsFound()
    {
        Entry[] changed = [.. Chain];
        changed[2] = changed[2] with { Points = changed[2].Points + 1 };

        Assert.Equal(3, HashChain.FirstBroken(changed));
    }

    [Fact]
    public void AChangedAmount_ThatIsSealedAgain_IsFoundAtTheNextEntry()
    {
        Entry[] changed = [.. Chain];
        changed[2] = HashChain.Seal(changed[2] with { Points = changed[2].Points + 1 }, changed[2].PreviousHash);

        Assert.Equal(4, HashChain.FirstBroken(changed));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 4)]
    public void ARemovedEntry_IsFound(int removed, int found) =>
        Assert.Equal(found, HashChain.FirstBroken(Chain.Where((_, i) => i != removed)));

    [Fact]
    public void ASwappedPair_IsFound() =>
        Assert.Equal(2, HashChain.FirstBroken([Chain[0], Chain[2], Chain[1], Chain[3], Chain[4]]));

    [Fact]
    public void RemovedLastEntries_AreFound_AgainstTheHead()
    {
        var head = Live().Account;

        Assert.Null(HashChain.FirstBroken(Chain, head));
        Assert.Equal(5, HashChain.FirstBroken(Chain.Take(4), head));
        Assert.Equal(1, HashChain.FirstBroken([], head));
        Assert.Equal(6, HashChain.FirstBroken(Chain, head with { Version = 6 }));
    }

    [Fact]
    public void TheStoredForm_VerifiesWhenReadBack()
    {
        var read = Chain.Select(entry => JsonSerializer.Deserialize(
            JsonSerializer.Serialize(entry, LedgerJson.Readable.Entry), LedgerJson.Readable.Entry)!);

        Assert.Null(HashChain.FirstBroken(read));
    }

    [Fact]
    public void TheHash_IsTheSameForEver()
    {
        // SHA-256 of "before" and this text in UTF-8, by another program.
        const string canonical = """{"id":"a","accountId":"account-1","type":"entry","number":1,"kind":"award","cardNumber":"4101000000000018","points":10,"moves":[["base",10]],"after":{"lots":[["base",10]],"lastActivityOn":"2024-02-10","expiresOn":"2026-02-28"},"occurredAt":"2024-02-10T12:00:00+09:00","recordedAt":"2024-02-10T12:00:05+09:00","by":"kkr-pos","termsVersion":"2023-11-20","steps":[{"clause":"KKR-5.2","text":"10ポイント"}],"previousHash":"before"}""";
        var entry = new Entry
        {
            Id = "a",
            AccountId = "account-1",
            Number = 1,
            Kind = "award",
            CardNumber = Kkr.Card,
            Points = 10,
            Moves = [new Move("base", 10)],
            After = new Holdings([new Lot("base", 10)], new DateOnly(2024, 2, 10), new DateOnly(2026, 2, 28)),
            OccurredAt = Kkr.Instant("2024-02-10 12:00:00"),
            RecordedAt = Kkr.Instant("2024-02-10 12:00:05"),
            By = "kkr-pos",
            TermsVersion = new DateOnly(2023, 11, 20),
            Steps = [new Step("KKR-5.2", "10ポイント")],
        };

        Assert.Equal(canonical, JsonSerializer.Serialize(entry with { PreviousHash = "before" }, LedgerJson.Readable.Entry));
        Assert.Equal("5GBIGSWFvl3sm6BHWqYmjzpO6u1tjpPXIZFp7JgFeHQ", HashChain.Seal(entry, "before").Hash);
    }

    [Fact]
    public void AnEntry_StaysSmall() =>
        Assert.All(Chain, entry => Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(entry, LedgerJson.Readable.Entry).Length, 200, 1_536));

    private static Book Live()
    {
        var book = new Book();
        book.Award("a", "2024-02-10", 150_000);
        book.Redeem("r", "2024-03-31", 1_000);
        book.Void("v", "2024-04-01", "r");
        book.Return("back", "2024-04-02", "a", 10_000);
        book.Sweep("2026-03-01");
        return book;
    }
}
