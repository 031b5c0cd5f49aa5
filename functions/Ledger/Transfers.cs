using Functions.Cards;
using Functions.Http;
using Functions.Operations;
using Functions.Programs;
using Functions.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Cosmos;
using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Functions.Ledger;

/// <summary>A transfer that has been begun; it stays open until the points have arrived.</summary>
/// <param name="Id">Account and operation of the side that gives, and the attempt: no request closes the journal of another.</param>
public sealed record OpenTransfer(string Id, string Program, string FromAccountId, string OperationId, DateTimeOffset BegunAt)
{
    public const string KindName = "transfer";

    public string Kind { get; init; } = KindName;

    public static string IdOf(string accountId, string operationId, string attempt) => $"{KindName}:{accountId}:{operationId}:{attempt}";
}

/// <summary>
/// Points that move between two accounts: a journal first, then out, then in. Each step may be repeated, and whoever
/// finds the journal open finishes what is left: points are in one account, or on their way, never in both or in neither.
/// </summary>
public sealed class Transfers(CosmosStore store, AccountStore accounts, CardAccounts cards, ScanTokens tokens, LedgerStore ledger, Merges merges, ProgramCatalogue programs)
{
    private const int MaxAttempts = 20;

    /// <summary>A journal younger than this belongs to a request that is still under way.</summary>
    private static readonly TimeSpan UnderWay = TimeSpan.FromMinutes(1);

    /// <param name="toCard">Number or scan of the card that receives; the gift's own account and card follow from it.</param>
    public async Task<IResult> Run(Call call, string toCard, FamilyGift asked, CancellationToken cancellation)
    {
        var attempt = Guid.NewGuid().ToString("N")[..12];
        for (var i = 0; i < MaxAttempts; i++)
        {
            var (from, head) = await cards.Open(call.Card, call.Caller, cancellation);
            // Told before: the answer stands whatever has become of both cards, and what the first telling left open is finished.
            if (await accounts.Find(head.Value, call.OperationId!, cancellation) is { Reservation: null } written)
            {
                if (written.Entry is { Kind: EntryKind.TransferOut } gone)
                    await Credit(gone, call.Program, cancellation);
                return ledger.Answer(written, call.OperationId!, tokens.RequestHash(call.BodyHash), call.Program);
            }

            var (to, receiving) = await cards.Open(toCard, call.Caller, cancellation);
            if (to.AccountId == from.AccountId)
                throw new ProblemException(Problem.BadFields(new Dictionary<string, string[]> { ["toCard"] = ["must be another member's card"] }));

            if (WhyNotTo(receiving.Value, to.CardNumber, call.Program) is { } refused)
                return Problem.From(refused);
            var journal = new OpenTransfer(
                OpenTransfer.IdOf(from.AccountId, call.OperationId!, $"{attempt}-{i}"), call.Program.Id, from.AccountId, call.OperationId!, ledger.Now(call.Program));
            await store.Operations.TryCreate(journal, journal.Id, StoreJson.Readable.OpenTransfer, cancellation);
            var gift = asked with { ToAccountId = to.AccountId, ToCardNumber = to.CardNumber };
            var isElsewhere = false;
            var answer = await ledger.Correct(call, (account, operation, history) =>
            {
                // Linked meanwhile: the journal must name the account that gives, and the cards may be in one account by now.
                isElsewhere = account.AccountId != from.AccountId || account.Absorbed?.Contains(gift.ToAccountId) == true;
                return isElsewhere ? Merges.Moved : TransferOut.Decide(account, gift, operation, call.Program, history);
            }, cancellation);
            await Finish(journal, cancellation);
            if (!isElsewhere || answer is Answer)
                return answer;
        }

        throw new StoreUnavailableException("too many races on these accounts", outcomeUnknown: true);
    }

    /// <summary>A card that has ended receives nothing; a suspended one may come back, and its points wait for it.</summary>
    private Refused? WhyNotTo(Account receiving, string cardNumber, Program program)
    {
        var today = program.DateOf(ledger.Now(program));
        return Standing.Refuse(receiving, cardNumber, program.TermsOn(today), today) is { Code: not "card-suspended" } refused
            ? refused with { Detail = $"{CardNumber.Masked(cardNumber)}: {refused.Detail}" }
            : null;
    }

    /// <summary>Finishes every transfer that a dead process left behind; returns how many.</summary>
    public async Task<int> FinishAll(CancellationToken cancellation)
    {
        var open = await store.Operations.Query(
            new QueryDefinition("SELECT * FROM c WHERE c.kind = @kind").WithParameter("@kind", OpenTransfer.KindName), partition: null, StoreJson.Readable.OpenTransfer, cancellation);
        var left = open.Where(journal => ledger.Now(programs[journal.Program]) - journal.BegunAt >= UnderWay).ToList();
        foreach (var journal in left)
        {
            // The fence settles whether the points ever left: after it they have, or never will.
            await accounts.TryFence(new Fence(journal.OperationId, journal.FromAccountId, ledger.Now(programs[journal.Program]), OpenTransfer.KindName), cancellation);
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
        if (await TryCredit(gone.Transfer!.AccountId, gone.Transfer.CardNumber, gone, isReturn: false, program, cancellation))
            return;
        if (!await TryCredit(gone.AccountId, gone.CardNumber, gone, isReturn: true, program, cancellation))
            throw new InvalidOperationException($"The points of {TransferIn.IdOf(gone)} have nowhere to go.");
    }

    /// <summary>False when the receiving card has ended meanwhile.</summary>
    private async Task<bool> TryCredit(string accountId, string cardNumber, Entry gone, bool isReturn, Program program, CancellationToken cancellation)
    {
        while (true)
        {
            // First the head, then the entry: when the head says that the account has ended, no entry can come after it.
            var head = await accounts.Head(accountId, cancellation);
            var written = await accounts.Find(accountId, TransferIn.IdOf(gone), cancellation);
            if (written is not null)
                return written.Entry is not null;
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

            if (head is null || TransferIn.Decide(head.Value, cardNumber, gone, isReturn, ledger.Now(program), program) is not Accepted accepted)
            {
                // Both cards are in one account by now: the way back ends here too.
                if (await PlaceOf(gone.AccountId, cancellation) == accountId)
                {
                    isReturn = true;
                    continue;
                }

                // Another helper may have found it alive a moment before: the fence settles that it never credits here.
                await accounts.TryFence(new Fence(TransferIn.IdOf(gone), accountId, ledger.Now(program), OpenTransfer.KindName), cancellation);
                if ((await accounts.Find(accountId, TransferIn.IdOf(gone), cancellation))?.Entry is not null)
                    return true;
                return false;
            }

            await accounts.Commit(accepted, head.ETag, cancellation);
        }
    }

    /// <summary>The account in which the points of an account are now.</summary>
    private async Task<string> PlaceOf(string accountId, CancellationToken cancellation)
    {
        while (await accounts.Head(accountId, cancellation) is { Value.MovedTo: { } into })
            accountId = into;
        return accountId;
    }
}
