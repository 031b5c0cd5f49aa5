using Functions.Cards;
using Functions.Operations;
using Functions.Programs;
using Functions.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Cosmos;
using Points.Ledger;
using Points.Programs;

namespace Functions.Ledger;

/// <summary>A transfer that has been begun; it stays open until the points have arrived.</summary>
/// <param name="Id">Account and operation of the side that gives.</param>
public sealed record OpenTransfer(string Id, string Program, string FromAccountId, string OperationId, string ToAccountId, string ToCardNumber, DateTimeOffset BegunAt)
{
    public string Kind { get; init; } = "transfer";

    public static string IdOf(string accountId, string operationId) => $"transfer:{accountId}:{operationId}";
}

/// <summary>
/// Points that move between two accounts: a journal first, then out, then in. Each step may be repeated, and whoever
/// finds the journal open finishes what is left: points are in one account, or on their way, never in both or in neither.
/// </summary>
public sealed class Transfers(CosmosStore store, AccountStore accounts, LedgerStore ledger, Merges merges, ProgramCatalogue programs)
{
    /// <summary>A journal younger than this belongs to a request that is still under way.</summary>
    private static readonly TimeSpan UnderWay = TimeSpan.FromMinutes(1);

    public async Task<IResult> Run(Call call, FamilyGift gift, CardPlace from, CancellationToken cancellation)
    {
        var id = OpenTransfer.IdOf(from.AccountId, call.OperationId!);
        var journal = new OpenTransfer(id, call.Program.Id, from.AccountId, call.OperationId!, gift.ToAccountId, gift.ToCardNumber, ledger.Now(call.Program));
        await store.Operations.TryCreate(journal, id, StoreJson.Readable.OpenTransfer, cancellation);
        var answer = await ledger.Correct(
            call, (account, operation, history) => TransferOut.Decide(account, gift, operation, call.Program, history), cancellation);
        await Finish(journal, cancellation);
        return answer;
    }

    /// <summary>Finishes every transfer that a dead process left behind; returns how many.</summary>
    public async Task<int> FinishAll(CancellationToken cancellation)
    {
        var open = await store.Operations.Query(new QueryDefinition("SELECT * FROM c WHERE c.kind = 'transfer'"), partition: null, StoreJson.Readable.OpenTransfer, cancellation);
        var left = open.Where(journal => ledger.Now(programs[journal.Program]) - journal.BegunAt >= UnderWay).ToList();
        foreach (var journal in left)
        {
            // The fence settles whether the points ever left: after it they have, or never will.
            await accounts.TryFence(new Fence(journal.OperationId, journal.FromAccountId, ledger.Now(programs[journal.Program]), "transfer"), cancellation);
            await Finish(journal, cancellation);
        }

        return left.Count;
    }

    private async Task Finish(OpenTransfer journal, CancellationToken cancellation)
    {
        if ((await accounts.Find(journal.FromAccountId, journal.OperationId, cancellation))?.Entry is { Kind: EntryKind.TransferOut } gone)
            await Credit(gone, programs[journal.Program], cancellation);
        await store.Operations.Remove(journal.Id, journal.Id, cancellation);
    }

    private async Task Credit(Entry gone, Program program, CancellationToken cancellation)
    {
        if (!await TryCredit(gone.Transfer!.AccountId, gone.Transfer.CardNumber, gone, program, cancellation))
            await TryCredit(gone.AccountId, gone.CardNumber, gone, program, cancellation);
    }

    /// <summary>False when the receiving card has ended meanwhile.</summary>
    private async Task<bool> TryCredit(string accountId, string cardNumber, Entry gone, Program program, CancellationToken cancellation)
    {
        while (true)
        {
            // First the head, then the entry: when the head says that the account has ended, no entry can come after it.
            var head = await accounts.Head(accountId, cancellation);
            if ((await accounts.Find(accountId, TransferIn.IdOf(gone), cancellation))?.Entry is not null)
                return true;
            if (head is { Value.FrozenBy: not null })
            {
                await merges.Help(head.Value, cancellation);
                continue;
            }

            // The points follow those of an account that was merged or linked meanwhile.
            if (head is { Value.MovedTo: { } into })
            {
                accountId = into;
                continue;
            }

            if (head is null || TransferIn.Decide(head.Value, cardNumber, gone, ledger.Now(program), program) is not Accepted accepted)
                return false;
            if (await accounts.Commit(accepted, head.ETag, cancellation) != CommitOutcome.Moved)
                return true;
        }
    }
}
