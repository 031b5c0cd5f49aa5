using Functions.Cards;
using Functions.Http;
using Functions.Programs;
using Points.Ledger;

namespace Functions.Ledger;

/// <summary>What became of an operation whose answer was lost, and the fence that makes sure nothing will.</summary>
public sealed class OperationStates(AccountStore accounts, CardAccounts cards, LedgerStore ledger, ProgramCatalogue programs)
{
    /// <summary>What stands under the id now; null while nothing does.</summary>
    public async Task<Written?> Look(string cardNumber, string operationId, Caller caller, CancellationToken cancellation)
    {
        var (_, head) = await cards.LookByNumber(cardNumber, caller.Program, cancellation);
        return await accounts.Find(head.Value, operationId, cancellation);
    }

    /// <summary>An entry, or a fence that keeps one out for ever.</summary>
    public async Task<Written> Fence(string cardNumber, string operationId, Caller caller, CancellationToken cancellation)
    {
        await cards.LookByNumber(cardNumber, caller.Program, cancellation);
        while (true)
        {
            var (place, head) = await cards.Open(cardNumber, caller.Program, cancellation);
            // The fence takes the entry's own id: whichever of the two comes first keeps the other out.
            if (head.Value.Absorbed is null || await accounts.Find(head.Value, operationId, cancellation) is not { Entry: not null })
                await accounts.TryFence(FenceOf(place.AccountId, operationId, caller), cancellation);
            // A link may have moved the card meanwhile: then the operation must be kept out where the card is now.
            var (now, latest) = await cards.Open(cardNumber, caller.Program, cancellation);
            if (now.AccountId == place.AccountId && await accounts.Find(latest.Value, operationId, cancellation) is { Reservation: null } written)
                return written;
        }
    }

    /// <summary>The same for the issue of a card, whose account is there only once it is issued.</summary>
    public async Task<Written> FenceIssue(string accountId, string operationId, Caller caller, CancellationToken cancellation)
    {
        await accounts.TryFence(FenceOf(accountId, operationId, caller), cancellation);
        return (await accounts.Find(accountId, operationId, cancellation))!;
    }

    private Fence FenceOf(string accountId, string operationId, Caller caller) =>
        new(operationId, accountId, ledger.Now(programs[caller.Program]), caller.KeyId);
}
