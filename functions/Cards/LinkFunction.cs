using Functions.Http;
using Functions.Operations;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.Cards;

/// <summary>Cards of one holder share one balance from now on (KKR-11.3).</summary>
public sealed class LinkFunction(MergeRequests merges, ProgramCatalogue programs)
{
    [Function("Link"), Access(Role.Front, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/links")] HttpRequest request)
    {
        var caller = Caller.Of(request.HttpContext);
        var body = await RequestBody.Read(request, request.Aborted());
        var cards = body.Fields.Texts("cards", least: 2, most: MergePlan.MaxCards, maxLength: 256);
        var occurredAt = body.Fields.OptionalInstant("occurredAt");
        body.Fields.ThrowIfWrong();
        return await merges.Run(
            new MergeCall(
                EntryKind.Link, cards, "cards", caller, programs[caller.Program], OperationId.Of(request.HttpContext), body.Hash(EntryKind.Link),
                occurredAt),
            request.Aborted());
    }
}
