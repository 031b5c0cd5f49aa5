using Functions.Http;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.Ledger;

public sealed class AwardFunction(LedgerStore ledger, ProgramCatalogue programs)
{
    [Function("Award"), Access(Role.Pos, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/awards")] HttpRequest request)
    {
        var call = (await Call.Read(request, programs, EntryKind.Award, request.Aborted())).AtPlace();
        var purchase = call.Purchase();
        call.ThrowIfWrong();
        return await ledger.Apply(
            call, (account, operation) => Award.Decide(account, purchase, operation, call.Program), request.Aborted());
    }
}
