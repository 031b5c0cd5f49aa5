using Functions.Ledger;
using Microsoft.AspNetCore.Http;
using Points.Cards;
using Points.Ledger;

namespace Functions.Cards;

/// <summary>Gives a card another scan payload, for the front or the member.</summary>
public sealed class ScanTokenRenewal(LedgerStore ledger, CardReservations reservations)
{
    public Task<IResult> Run(Call call, CancellationToken cancellation) => ledger.ApplyAsync(call, async (account, operation) =>
    {
        var decision = RenewScanToken.Decide(account, operation, call.Program);
        // Can be looked up before it counts: the card is never without a payload. One that never comes to count is unknown.
        if (decision is Accepted { Main.Renewed: { } renewed })
            await reservations.Token(call.Program.Id, operation.CardNumber, account.AccountId, cancellation, renewed.Generation);
        return decision;
    }, cancellation);
}
