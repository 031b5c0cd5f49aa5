using Functions.Http;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.Ledger;

public sealed class ReturnFunction(LedgerStore ledger, ProgramCatalogue programs)
{
    [Function("Return"), Access(Role.Pos, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/returns")] HttpRequest request)
    {
        var call = (await Call.Read(request, programs, EntryKind.Return, request.Aborted())).AtAnyPlace();
        var asked = new GoodsReturn(call.Fields.Text("awardOperationId"), call.Fields.Text("receiptNumber"), call.Fields.OptionalAmount("returnedYen", least: 1));
        call.ThrowIfWrong();
        return await ledger.Correct(
            call, (account, operation, history) => Return.Decide(account, asked, operation, call.Program, history), request.Aborted());
    }
}
