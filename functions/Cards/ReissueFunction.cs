using Functions.Http;
using Functions.Ledger;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Cards;
using Points.Ledger;

namespace Functions.Cards;

public sealed class ReissueFunction(CardReissue reissue, ProgramCatalogue programs)
{
    [Function("ReissueCard"), Access(Role.Front, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cards/{cardNumber}/reissue")] HttpRequest request,
        string cardNumber)
    {
        var call = await Call.About(cardNumber, request, programs, EntryKind.Reissue, request.Aborted());
        var (asked, chipId) = CardReissue.Read(call.Fields);
        call.ThrowIfWrong();
        return await reissue.Run(call, asked, chipId, request.Aborted());
    }
}
