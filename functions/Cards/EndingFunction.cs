using Functions.Http;
using Functions.Ledger;
using Functions.Operations;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Cards;
using Points.Ledger;

namespace Functions.Cards;

/// <summary>Ends a card at once and for good: by the member's own will, by the operator's decision, or because it was asked back.</summary>
public sealed class EndingFunction(
    LedgerStore ledger, ForfeitureRequests forfeitures, ForfeitureReasons reasons, CardAccounts cards, ProgramCatalogue programs)
{
    [Function("WithdrawCard"), Access(Role.Front, Changes = true)]
    public async Task<IResult> Withdrawn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cards/{cardNumber}/withdrawal")] HttpRequest request,
        string cardNumber)
    {
        var call = await Call.About(cardNumber, request, programs, EntryKind.Withdrawal, request.Aborted());
        call.ThrowIfWrong();
        return await ledger.Apply(call, (account, operation) => Withdraw.Decide(account, operation, call.Program), request.Aborted());
    }

    [Function("RecallCard"), Access(Role.Operator, Changes = true)]
    public async Task<IResult> Recalled(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cards/{cardNumber}/recall")] HttpRequest request,
        string cardNumber)
    {
        var call = await Call.About(cardNumber, request, programs, EntryKind.Recall, request.Aborted());
        call.ThrowIfWrong();
        return await ledger.Apply(call, (account, operation) => Recall.Decide(account, operation, call.Program), request.Aborted());
    }

    [Function("ForfeitCard"), Access(Role.Operator, Changes = true)]
    public async Task<IResult> Forfeited(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cards/{cardNumber}/forfeiture")] HttpRequest request,
        string cardNumber)
    {
        var call = await Call.About(cardNumber, request, programs, EntryKind.Forfeiture, request.Aborted());
        var reason = call.Fields.Text("reason", maxLength: 500);
        call.ThrowIfWrong();
        return await forfeitures.Run(call, reason, request.Aborted());
    }

    [Function("ForfeitureReason"), Access(Role.Operator)]
    public async Task<IResult> Reason(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cards/{cardNumber}/forfeiture")] HttpRequest request,
        string cardNumber)
    {
        var (_, head) = await cards.LookByNumber(cardNumber, Caller.Of(request.HttpContext).Program, request.Aborted());
        return await reasons.Find(head.Value, request.Aborted()) is { } found
            ? Answer.Of(200, found, AnswerJson.Readable.ForfeitureAnswer)
            : Problem.NotFound("forfeiture-unknown", "This membership was not forfeited.");
    }
}
