using Functions.Http;
using Functions.Ledger;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.Cards;

/// <summary>Gives a card another scan payload; the old one is unknown from then on.</summary>
public sealed class ScanTokenFunction(ScanTokenRenewal renewal, ProgramCatalogue programs)
{
    [Function("RenewScanToken"), Access(Role.Front, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cards/{cardNumber}/scan-token")] HttpRequest request,
        string cardNumber)
    {
        var call = await Call.About(cardNumber, request, programs, EntryKind.Renewal, request.Aborted());
        call.ThrowIfWrong();
        return await renewal.Run(call, request.Aborted());
    }
}
