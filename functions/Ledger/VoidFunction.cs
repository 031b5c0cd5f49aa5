using Functions.Http;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;
using Void = Points.Ledger.Void;

namespace Functions.Ledger;

public sealed class VoidFunction(LedgerStore ledger, ProgramCatalogue programs)
{
    [Function("Void"), Access(Role.Pos, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/voids")] HttpRequest request)
    {
        var call = (await Call.Read(request, programs, EntryKind.Void, request.Aborted())).AtAnyPlace();
        var target = call.Fields.Text("operationId");
        call.ThrowIfWrong();
        return await ledger.Correct(
            call, (account, operation, history) => Void.Decide(account, target, operation, call.Program, history), request.Aborted());
    }
}
