using Functions.Http;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.Ledger;

public sealed class RedeemFunction(LedgerStore ledger, ProgramCatalogue programs)
{
    [Function("Redeem"), Access(Role.Pos, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/redemptions")] HttpRequest request)
    {
        var call = (await Call.Read(request, programs, EntryKind.Redemption, request.Aborted())).AtPlace();
        var redemption = call.Redemption();
        call.ThrowIfWrong();
        return await ledger.Apply(
            call, (account, operation) => Redeem.Decide(account, redemption, operation, call.Program), request.Aborted());
    }
}
