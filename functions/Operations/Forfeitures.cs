using Functions.Ledger;
using Functions.Members;
using Functions.Programs;
using Functions.Store;
using Microsoft.Azure.Cosmos;
using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Functions.Operations;

/// <summary>
/// Carries a forfeiture to its end: the account it was asked for, which decides whether it happens; then the member, who from then on
/// takes no card; then each other account of the member. Any number of callers may do so at once, and each step may be repeated.
/// </summary>
public sealed class Forfeitures(
    CosmosStore store, AccountStore accounts, MemberStore members, Merges merges, ProgramCatalogue programs, TimeProvider clock)
{
    public Task Begin(ForfeitureJournal journal, CancellationToken cancellation) =>
        store.Operations.TryCreate(journal, journal.Id, StoreJson.Readable.ForfeitureJournal, cancellation);

    public async Task Finish(string journalId, CancellationToken cancellation)
    {
        while (await store.Operations.Find(journalId, journalId, StoreJson.Readable.ForfeitureJournal, cancellation) is { } open)
        {
            if (await Decided(open, cancellation) is not { } happened)
                continue;
            if (happened)
                await EndOthers(open.Value, cancellation);
            await store.Operations.Remove(journalId, journalId, cancellation);
        }
    }

    /// <summary>Everything begun that a dead process left behind; returns how many.</summary>
    public async Task<int> FinishAll(CancellationToken cancellation)
    {
        var open = await store.Operations.Query(
            new QueryDefinition("SELECT * FROM c WHERE c.kind = @kind").WithParameter("@kind", ForfeitureJournal.KindName), partition: null, StoreJson.Readable.ForfeitureJournal, cancellation);
        foreach (var journal in open)
            await Finish(journal.Id, cancellation);
        return open.Count;
    }

    /// <summary>Whether the account that was asked for has ended by it; null while that has to be looked at again.</summary>
    private async Task<bool?> Decided(Stored<ForfeitureJournal> open, CancellationToken cancellation)
    {
        var journal = open.Value;
        var program = programs[journal.Program];
        // First the head, then the entry: when the head refuses, no entry of ours can come after it.
        var head = (await accounts.Head(journal.AccountId, cancellation))!;
        if (await accounts.Find(journal.AccountId, journal.Operation.Id, cancellation) is { Reservation: null } written)
            return written.Entry?.Kind == EntryKind.Forfeiture;
        if (head.Value.FrozenBy is not null)
        {
            await merges.Help(head.Value, cancellation);
            return null;
        }

        if (head.Value.MovedTo is { } into && head.Value.Card(journal.Operation.CardNumber) is null)
        {
            // Linked meanwhile: it is the account in which the card is now that ends.
            var there = journal with { Id = ForfeitureJournal.IdOf(into, journal.Operation.Id), AccountId = into };
            await Begin(there, cancellation);
            await Finish(there.Id, cancellation);
            return false;
        }

        var memberId = Forfeit.EndsEveryCard(journal.Operation, program) ? head.Value.MemberId : null;
        if (memberId != journal.MemberId)
        {
            await store.Operations.TryReplace(journal with { MemberId = memberId }, journal.Id, journal.Id, open.ETag, StoreJson.Readable.ForfeitureJournal, cancellation);
            return null;
        }

        var operation = journal.Operation with { RecordedAt = ProgramTime.Now(clock, program) };
        if (Forfeit.Decide(head.Value, operation, program, journal.Attempt) is not Accepted accepted)
            return false;
        await accounts.Commit(accepted, head.ETag, cancellation);
        return null;
    }

    private async Task EndOthers(ForfeitureJournal journal, CancellationToken cancellation)
    {
        if (journal.MemberId is null || await Close(journal.MemberId, cancellation) is not { } member)
            return;
        foreach (var accountId in member.Accounts.Where(id => id != journal.AccountId))
        {
            if (await TryEnd(accountId, journal, cancellation))
                continue;
            // A card that is being registered right now has its member in no head yet: the fence settles whether it ever will.
            foreach (var claim in member.Links.Where(link => link.AccountId == accountId))
                await accounts.TryFence(new Fence(claim.OperationId, accountId, clock.GetUtcNow(), ForfeitureJournal.KindName), cancellation);
            await TryEnd(accountId, journal, cancellation);
        }
    }

    /// <summary>From now on no card can be registered to the member, so the list of accounts does not grow any more.</summary>
    private async Task<Member?> Close(string memberId, CancellationToken cancellation)
    {
        while (await members.FindStored(memberId, cancellation) is { Value: var member, ETag: var etag })
        {
            if (member.ForfeitedAt is not null || await members.TryWrite(member with { ForfeitedAt = clock.GetUtcNow() }, etag, cancellation))
                return member;
        }

        return null;
    }

    /// <summary>False where the account is not the member's.</summary>
    private async Task<bool> TryEnd(string accountId, ForfeitureJournal journal, CancellationToken cancellation)
    {
        while (await accounts.Head(accountId, cancellation) is { Value: var account, ETag: var etag })
        {
            if (account.FrozenBy is not null)
            {
                await merges.Help(account, cancellation);
                continue;
            }

            var program = programs[journal.Program];
            var operation = journal.Operation with { RecordedAt = ProgramTime.Now(clock, program) };
            if (account.MemberId != journal.MemberId)
                return false;
            if (Forfeit.Along(account, journal.AccountId, operation, program) is not { } accepted)
                return true;
            await accounts.Commit(accepted, etag, cancellation);
        }

        return false;
    }
}
