using Functions.Cards;
using Functions.Ledger;
using Functions.Operations;
using Functions.Programs;
using Functions.Store;
using Functions.Tests.Mail;
using Functions.Tests.Members;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using Points.Ledger;

namespace Functions.Tests.Operations;

/// <summary>Several KKR cards of one person with My Page, and what must hold of all their accounts together.</summary>
/// <param name="household">Somebody whose accounts are looked at together with these.</param>
internal sealed class OneHolder(Backend app, OneHolder? household = null)
{
    private readonly HashSet<string> accountIds = household?.accountIds ?? [];
    private readonly string address = NewAddress();
    private bool confirmed;

    private static string NewAddress() => $"taro-{Guid.NewGuid():N}@example.jp";

    private static object Person(string email) => new
    {
        name = "甲野太郎", kana = "コウノタロウ", birthDate = "1980-07-20", phone = "0312345678", postalCode = "1000001", address = "東京都千代田区1-1", email,
    };

    public AccountStore Accounts => app.Services.GetRequiredService<AccountStore>();

    public async Task<string> Card(string holderKind = "individual", long points = 0, bool another = false)
    {
        var email = another ? NewAddress() : address;
        var reply = await app.Post("api/programs/kkr/cards", new { medium = "qr", holderKind, holder = Person(email) }, Backend.NewId(), "kkr-front.local");
        Assert.Equal(201, reply.Status);
        var card = (string)reply.Json["cardNumber"]!;
        if (another || !confirmed)
            Assert.Equal(200, (await app.Confirm(await app.Code(email))).Status);
        confirmed |= !another;
        var head = await Head(card);
        accountIds.Add(head.Value.AccountId);
        if (points > 0)
            Assert.Equal(201, (await app.Award(card, points * 100, $"first-{card}")).Status);
        return card;
    }

    public async Task<Stored<Account>> Head(string card)
    {
        var place = await app.Services.GetRequiredService<CardDirectory>().FindByNumber(card, "kkr", CancellationToken.None);
        return (await Accounts.Head(place.AccountId, CancellationToken.None))!;
    }

    public Task<Reply> Merge(string id, string into, params string[] from) => app.Post("api/merges", new { into, from }, id, "kkr-front.local");

    public Task<Reply> Link(string id, params string[] cards) => app.Post("api/links", new { cards }, id, "kkr-front.local");

    public async Task<IReadOnlyList<Account>> Heads()
    {
        List<Account> heads = [];
        foreach (var id in accountIds)
            heads.Add((await Accounts.Head(id, CancellationToken.None))!.Value);
        return heads;
    }

    /// <summary>Points of all accounts, and what has left one and not arrived yet.</summary>
    public async Task<long> HeldAndInTransit()
    {
        // Helpers may be at work: only what two looks agree on is one moment.
        List<Entry> all = [];
        var look = await Entries();
        await Waiting.Until("Two looks at the entries agree", async () =>
        {
            (all, look) = (look, await Entries());
            return all.Select(entry => entry.Hash).SequenceEqual(look.Select(entry => entry.Hash));
        });
        var inTransit = all.Where(entry => entry.Kind == EntryKind.Moved && !all.Any(other => other.AccountId == entry.Merged!.IntoAccountId && other.Id == entry.Merged.OperationId)).Sum(entry => -entry.Points);
        var given = all.Where(entry => entry.Kind == EntryKind.TransferOut && !all.Any(other => other.Id == TransferIn.IdOf(entry))).Sum(entry => -entry.Points);
        return all.Sum(entry => entry.Points) + inTransit + given;
    }

    public async Task<List<Entry>> Entries()
    {
        List<Entry> all = [];
        foreach (var id in accountIds)
            all.AddRange((await Accounts.History(id, CancellationToken.None)).Entries);
        return all;
    }

    /// <summary>Nothing is open, chains verify, entries add up, nothing that was answered is missing or doubled.</summary>
    public async Task Audit(IEnumerable<Reply> answered, long? held = null)
    {
        // Helpers that the change feed has woken end first: what they find to be done they leave as it was.
        await app.Drain();
        var open = await app.Services.GetRequiredService<CosmosStore>().Operations.Query(
            new QueryDefinition("SELECT * FROM c"), partition: null, StoreJson.Readable.JsonDocument, CancellationToken.None);
        Assert.Empty(open);
        List<Entry> all = [];
        foreach (var head in await Heads())
        {
            var entries = (await Accounts.History(head.AccountId, CancellationToken.None)).Entries;
            Assert.Null(HashChain.FirstBroken(entries, head));
            Ledger.LedgerAudit.IsReplayed(app, head, (await Accounts.History(head, CancellationToken.None)).Entries);
            Assert.Equal(head.Holdings.Total, entries.Sum(entry => entry.Points));
            Assert.Null(head.FrozenBy);
            Assert.All(head.Holdings.Lots, lot => Assert.True(lot.Points > 0));
            Assert.Equal(head.MovedTo is not null, entries[^1].Kind == EntryKind.Moved);
            Assert.InRange(StoredHead.Of(head, app.Services.GetRequiredService<ProgramCatalogue>()["kkr"]).Length, 1, 2_048);
            Assert.All(entries, entry => Assert.InRange(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(entry, LedgerJson.Readable.Entry).Length, 1, 1_536));
            all.AddRange(entries);
        }

        if (held is not null)
            Assert.Equal(held, await HeldAndInTransit());
        foreach (var reply in answered.Where(reply => reply.Status == 201))
        {
            var entry = Assert.Single(all, entry => entry.Hash == (string?)reply.Json["entryHash"]);
            Assert.Equal(((string?)reply.Json["operationId"], (long)reply.Json["points"]!), (entry.Id, entry.Points));
        }
    }

    public Task FinishAll() => app.Services.GetRequiredService<Merges>().FinishAll(CancellationToken.None);

    /// <summary>What the timer does when everything that is open counts as left behind.</summary>
    public static async Task TimerRuns(Backend app)
    {
        app.Clock.Set(app.Clock.GetUtcNow().AddMinutes(2));
        Assert.Equal(202, (await app.Post("admin/functions/ContinueOperations", new { input = "" }, key: null!)).Status);
    }
}
