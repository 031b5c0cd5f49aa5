using System.Text.Json;
using Functions.Cards;
using Functions.Ledger;
using Functions.Store;
using Points.Ledger;
using Points.Programs;

namespace Functions.Operations;

/// <summary>The steps of a merge or link: each is one batch on one account, and one that is done already changes nothing.</summary>
public sealed class MergeSteps(CosmosStore store, AccountStore accounts, CardDirectory cards)
{
    /// <summary>Closes an account to all else; on the receiving one the operation id is kept as well, so that a fence comes before this or not at all.</summary>
    public async Task Freeze(Account account, string etag, MergeJournal journal, CancellationToken cancellation)
    {
        var reserved = MergeJournal.ReservationOf(journal.Id);
        Change[] changes = account.AccountId == reserved.AccountId
            ? [new Change(reserved.Id, JsonSerializer.SerializeToUtf8Bytes(reserved, StoreJson.Readable.Reservation))]
            : [];
        await accounts.Write(changes, account with { FrozenBy = journal.Id }, etag, cancellation);
    }

    /// <summary>Opens an account that an operation froze and did not change.</summary>
    public async Task LetGo(string accountId, string journalId, CancellationToken cancellation)
    {
        var reserved = MergeJournal.ReservationOf(journalId);
        Change[] changes = accountId == reserved.AccountId ? [new Change(reserved.Id, Body: null)] : [];
        while (await accounts.Head(accountId, cancellation) is { Value: var account, ETag: var etag } && account.FrozenBy == journalId)
            await accounts.Write(changes, account with { FrozenBy = null }, etag, cancellation);
    }

    /// <summary>Points leave every other account, arrive in the receiving one, and the emptied ones close.</summary>
    public async Task Carry(MergeJournal journal, Program program, CancellationToken cancellation)
    {
        var (plan, into, operation) = (journal.Plan, journal.IntoAccountId, journal.Operation);
        List<(Account, Entry)> emptied = [];
        foreach (var accountId in journal.AccountIds.Skip(1))
            emptied.Add(await Empty(accountId, journal, program, cancellation));
        await Fill(into, emptied, plan, operation, program, cancellation);
        foreach (var (account, _) in emptied)
            await Close(account, plan, journal.Id, into, cancellation);
    }

    private async Task<(Account, Entry)> Empty(string accountId, MergeJournal journal, Program program, CancellationToken cancellation)
    {
        var movedId = MergePlan.MovedId(journal.IntoAccountId, journal.Operation.Id);
        while (true)
        {
            // First the head, then the entry: an entry that is there has made at least this head.
            var head = (await accounts.Head(accountId, cancellation))!;
            if ((await accounts.Find(accountId, movedId, cancellation))?.Entry is { } moved)
            {
                if (head.Value.Version >= moved.Number)
                    return (head.Value, moved);
                continue;
            }

            var leaving = MergeOut.Decide(head.Value, journal.Plan, journal.IntoAccountId, journal.Operation, program);
            await accounts.Write([.. leaving.Entries.Select(Change.Create)], leaving.After, head.ETag, cancellation);
        }
    }

    private async Task Fill(
        string accountId, IReadOnlyList<(Account, Entry)> emptied, MergePlan plan, Operation operation, Program program, CancellationToken cancellation)
    {
        while (true)
        {
            // First the head, then the entry: without it this head has not got the points yet.
            var head = (await accounts.Head(accountId, cancellation))!;
            if ((await accounts.Find(accountId, operation.Id, cancellation))?.Entry is not null)
                return;
            var arriving = MergeIn.Decide(head.Value, emptied, plan, operation, program);
            await accounts.Write(
                [.. arriving.Entries.Select(entry => Change.Create(entry) with { Replaces = entry.Id == operation.Id })], arriving.After, head.ETag, cancellation);
        }
    }

    private async Task Close(Account emptied, MergePlan plan, string journalId, string into, CancellationToken cancellation)
    {
        foreach (var card in plan.IsLink ? emptied.Cards : [])
        {
            // Only a shorter way: a card that is looked up in the closed account is followed to the new one.
            if (await store.Cards.Find(card.Number, card.Number, StoreJson.Readable.CardPlace, cancellation) is { } place && place.Value.AccountId == emptied.AccountId)
                await store.Cards.TryReplace(place.Value with { AccountId = into }, card.Number, card.Number, place.ETag, StoreJson.Readable.CardPlace, cancellation);
            cards.Forget(card.Number);
        }

        while (await accounts.Head(emptied.AccountId, cancellation) is { Value: var account, ETag: var etag } && account.FrozenBy == journalId)
            await accounts.Write([], MergeOut.Close(account, plan.IsLink, into), etag, cancellation);
    }
}
