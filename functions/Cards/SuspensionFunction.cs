using Functions.Http;
using Functions.Ledger;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Cards;
using Points.Ledger;

namespace Functions.Cards;

/// <summary>Takes a card out of use, and puts a found one back.</summary>
public sealed class SuspensionFunction(CardSuspension suspension, LedgerStore ledger, ProgramCatalogue programs)
{
    [Function("SuspendCard"), Access(Role.Front, Changes = true)]
    public async Task<IResult> Suspended(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cards/{cardNumber}/suspension")] HttpRequest request,
        string cardNumber)
    {
        var call = await Call.About(cardNumber, request, programs, EntryKind.Suspension, request.Aborted());
        var reason = call.Fields.Choice("reason", CardSuspension.Reasons.Keys);
        var confirmed = call.Fields.OptionalFlag("identityConfirmed") ?? false;
        call.ThrowIfWrong();
        return await suspension.Run(call, CardSuspension.Reasons[reason], confirmed, request.Aborted());
    }

    [Function("ResumeCard"), Access(Role.Front, Changes = true)]
    public async Task<IResult> Resumed(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cards/{cardNumber}/resumption")] HttpRequest request,
        string cardNumber)
    {
        var call = await Call.About(cardNumber, request, programs, EntryKind.Resumption, request.Aborted());
        var confirmed = call.Fields.OptionalFlag("identityConfirmed") ?? false;
        call.ThrowIfWrong();
        return await ledger.Apply(
            call, (account, operation) => Resume.Decide(account, confirmed, operation, call.Program), request.Aborted());
    }
}
