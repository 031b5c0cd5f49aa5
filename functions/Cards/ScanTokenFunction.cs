using Functions.Http;
using Functions.Ledger;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Cards;
using Points.Ledger;

namespace Functions.Cards;

/// <summary>Gives a card another scan payload; the old one is unknown from then on.</summary>
public sealed class ScanTokenFunction(LedgerStore ledger, CardReservations reservations, ProgramCatalogue programs)
{
    [Function("RenewScanToken"), Access(Role.Front, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cards/{cardNumber}/scan-token")] HttpRequest request,
        string cardNumber, CancellationToken cancellation)
    {
        var call = await Call.About(cardNumber, request, programs, EntryKind.Renewal, cancellation);
        call.ThrowIfWrong();
        return await ledger.ApplyAsync(call, async (account, operation) =>
        {
            var decision = RenewScanToken.Decide(account, operation, call.Program);
            // Can be looked up before it counts: the card is never without a payload. One that never comes to count is unknown.
            if (decision is Accepted { Main.Renewed: { } renewed })
                await reservations.Token(call.Program.Id, operation.CardNumber, account.AccountId, cancellation, renewed.Generation);
            return decision;
        }, cancellation);
    }
}
