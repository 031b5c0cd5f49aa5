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
    private static readonly Dictionary<string, CardEnd?> Reasons = new()
    {
        ["lost"] = CardEnd.Lost,
        ["stolen"] = CardEnd.Stolen,
        ["damaged"] = null,
    };

    [Function("ReissueCard"), Access(Role.Front, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cards/{cardNumber}/reissue")] HttpRequest request,
        string cardNumber, CancellationToken cancellation)
    {
        var call = await Call.About(cardNumber, request, programs, EntryKind.Reissue, cancellation);
        var reason = call.Fields.Choice("reason", Reasons.Keys);
        var asked = new ReissueRequest(
            reason.Length == 0 ? null : Reasons[reason], call.Fields.OptionalFlag("atFault") ?? false, call.Fields.OptionalFlag("identityConfirmed") ?? false, NewNumber: "");
        var chipId = call.Fields.OptionalText("chipId");
        call.ThrowIfWrong();
        return await reissue.Run(call, asked, chipId, cancellation);
    }
}
