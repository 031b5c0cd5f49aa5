using Functions.Http;
using Functions.Operations;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.Cards;

/// <summary>One card receives the points of others, and is all that is left of them (KKR-11.2).</summary>
public sealed class MergeFunction(MergeRequests merges, ProgramCatalogue programs)
{
    [Function("Merge"), Access(Role.Front, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/merges")] HttpRequest request)
    {
        var caller = Caller.Of(request.HttpContext);
        var body = await RequestBody.Read(request, request.Aborted());
        var into = body.Fields.Text("into", maxLength: 256);
        var from = body.Fields.Texts("from", least: 1, most: MergePlan.MaxCards - 1, maxLength: 256);
        var occurredAt = body.Fields.OptionalInstant("occurredAt");
        body.Fields.ThrowIfWrong();
        return await merges.Run(
            new MergeCall(
                EntryKind.Merge, [into, .. from], "from", caller, programs[caller.Program], OperationId.Of(request.HttpContext),
                body.Hash(EntryKind.Merge), occurredAt),
            request.Aborted());
    }
}
