using Functions.Http;
using Functions.Ledger;
using Functions.Members;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Cards;
using Points.Ledger;

namespace Functions.Cards;

/// <summary>Takes a card out of use, and puts a found one back.</summary>
public sealed class SuspensionFunction(LedgerStore ledger, MemberStore members, ProgramCatalogue programs)
{
    private static readonly Dictionary<string, CardEnd> Reasons = new()
    {
        ["lost"] = CardEnd.Lost,
        ["stolen"] = CardEnd.Stolen,
        ["suspicion"] = CardEnd.Suspicion,
    };

    [Function("SuspendCard"), Access(Role.Front, Changes = true)]
    public async Task<IResult> Suspended(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cards/{cardNumber}/suspension")] HttpRequest request,
        string cardNumber, CancellationToken cancellation)
    {
        var call = await Call.About(cardNumber, request, programs, EntryKind.Suspension, cancellation);
        var reason = call.Fields.Choice("reason", Reasons.Keys);
        var confirmed = call.Fields.OptionalFlag("identityConfirmed") ?? false;
        call.ThrowIfWrong();
        return await ledger.ApplyAsync(call, async (account, operation) =>
            Suspend.Decide(account, Reasons[reason], confirmed, await members.Facts(account, call.Program, cancellation), operation, call.Program), cancellation);
    }

    [Function("ResumeCard"), Access(Role.Front, Changes = true)]
    public async Task<IResult> Resumed(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cards/{cardNumber}/resumption")] HttpRequest request,
        string cardNumber, CancellationToken cancellation)
    {
        var call = await Call.About(cardNumber, request, programs, EntryKind.Resumption, cancellation);
        var confirmed = call.Fields.OptionalFlag("identityConfirmed") ?? false;
        call.ThrowIfWrong();
        return await ledger.Apply(call, (account, operation) => Resume.Decide(account, confirmed, operation, call.Program), cancellation);
    }
}
