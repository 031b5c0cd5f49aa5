using Functions.Ledger;
using Functions.Members;
using Functions.Programs;
using Functions.Store;
using Microsoft.Azure.Cosmos;
using Points.Ledger;
using Points.Programs;

namespace Functions.Operations;

/// <summary>How an attempt ended for the one who asks.</summary>
/// <param name="Refused">Why it was dropped, where this caller dropped it.</param>
public sealed record MergeEnd(Refused? Refused = null);

/// <summary>
/// Carries a merge or link to its end: freeze the accounts in the order of their ids, decide, empty, fill, close. Any number of callers
/// may do so at once and each step may be repeated; whoever meets a frozen account comes here and helps, so nobody waits
/// for a dead process, and the order keeps two helpers from waiting for each other.
/// </summary>
public sealed class Merges(CosmosStore store, AccountStore accounts, MergeSteps steps, MemberStore members, ProgramCatalogue programs, TimeProvider clock)
{
    public Task Begin(MergeJournal journal, CancellationToken cancellation) =>
        store.Operations.TryCreate(journal, journal.Id, StoreJson.Readable.MergeJournal, cancellation);

    public async Task<MergeEnd> Finish(string journalId, CancellationToken cancellation)
    {
        MergeEnd end = new();
        while (await store.Operations.Find(journalId, journalId, StoreJson.Readable.MergeJournal, cancellation) is { Value: var journal, ETag: var etag })
        {
            switch (journal.State)
            {
                case MergeState.Begun:
                    end = await Decide(journal, etag, cancellation);
                    break;
                case MergeState.Decided:
                    await steps.Carry(journal, programs[journal.Program], cancellation);
                    await store.Operations.Remove(journal.Id, journal.Id, cancellation);
                    return end;
                default:
                    foreach (var accountId in journal.AccountIds)
                        await steps.LetGo(accountId, journal.Id, cancellation);
                    await store.Operations.Remove(journal.Id, journal.Id, cancellation);
                    return end;
            }
        }

        return end;
    }

    /// <summary>Everything begun that a dead process left behind; returns how many.</summary>
    public async Task<int> FinishAll(CancellationToken cancellation)
    {
        var open = await store.Operations.Query(
            new QueryDefinition("SELECT * FROM c WHERE c.kind = @kind").WithParameter("@kind", MergeJournal.KindName), partition: null, StoreJson.Readable.MergeJournal, cancellation);
        foreach (var journal in open)
            await Finish(journal.Id, cancellation);
        return open.Count;
    }

    /// <summary>A frozen account is free again afterwards, or frozen by another operation.</summary>
    public async Task Help(Account frozen, CancellationToken cancellation)
    {
        await Finish(frozen.FrozenBy!, cancellation);
        // A helper that was slow may have frozen it for a journal that is gone.
        if (await store.Operations.Find(frozen.FrozenBy!, frozen.FrozenBy!, StoreJson.Readable.MergeJournal, cancellation) is null)
            await steps.LetGo(frozen.AccountId, frozen.FrozenBy!, cancellation);
    }

    private async Task<MergeEnd> Decide(MergeJournal journal, string etag, CancellationToken cancellation)
    {
        Dictionary<string, Account> frozen = [];
        Refused? refused = null;
        foreach (var accountId in journal.AccountIds.Order(StringComparer.Ordinal))
        {
            if (await Freeze(accountId, journal, cancellation) is { } account)
                frozen[accountId] = account;
            else
                refused = Moved;
            if (refused is not null)
                break;
        }

        var program = programs[journal.Program];
        var operation = journal.Operation with { RecordedAt = ProgramTime.Now(clock, program) };
        refused ??= await WhyNot([.. journal.AccountIds.Select(id => frozen[id])], journal.Plan, operation, program, cancellation);
        var decided = journal with { Operation = operation, State = refused is null ? MergeState.Decided : MergeState.Dropped };
        // Somebody else may have decided: then that counts.
        var mine = await store.Operations.TryReplace(decided, journal.Id, journal.Id, etag, StoreJson.Readable.MergeJournal, cancellation);
        if (!mine && await store.Operations.Find(journal.Id, journal.Id, StoreJson.Readable.MergeJournal, cancellation) is null)
        {
            foreach (var accountId in journal.AccountIds)
                await steps.LetGo(accountId, journal.Id, cancellation);
        }

        return new MergeEnd(mine ? refused : null);
    }

    /// <summary>Cards or the operation id are not what they were when it began: whoever asked must look again.</summary>
    public static readonly Refused Moved = Refused.Because("operation-moved", clause: null, "カードの状態が変わりました。");

    private async Task<Account?> Freeze(string accountId, MergeJournal journal, CancellationToken cancellation)
    {
        while (await accounts.Head(accountId, cancellation) is { Value: var account, ETag: var etag })
        {
            if (account.FrozenBy == journal.Id)
                return account;
            if (account.FrozenBy is not null)
            {
                await Help(account, cancellation);
                continue;
            }

            if (account.MovedTo is not null || journal.Plan.Cards.All(card => account.Card(card) is null)
                || accountId == journal.IntoAccountId && await accounts.Find(account, journal.Operation.Id, cancellation) is not null)
                return null;
            await steps.Freeze(account, etag, journal, cancellation);
        }

        return null;
    }

    private async Task<Refused?> WhyNot(IReadOnlyList<Account> frozen, MergePlan plan, Operation operation, Program program, CancellationToken cancellation) =>
        plan.Cards.All(card => frozen.Any(account => account.Card(card) is not null))
            ? MergeCheck.Refuse(frozen, plan, await members.Facts(frozen[0], program, cancellation), operation, program)
            : Moved;
}
