using Functions.Http;
using Functions.Ledger;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Receipts;

namespace Functions.FrontDesk;

/// <summary>A card on the desk, and the receipts of what was done to it.</summary>
public sealed class DeskCardFunction(Desk desk, EntryPages entries, OperationStates states, Answers answers, TerminalSessions sessions)
{
    private const int Latest = 5;

    [Function("DeskCard"), Page, Access(Role.Front)]
    public async Task<IResult> Card(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "front/cards/{cardNumber}")] HttpRequest request, string cardNumber)
    {
        var visit = desk.Open(request);
        var card = await desk.Card(visit, cardNumber, request.Aborted());
        var (recent, _) = await entries.Page(card.Account, from: null, Latest, request.Aborted());
        return DeskCardPage.Of(visit, card, recent);
    }

    [Function("DeskBalance"), Page, Access(Role.Front)]
    public async Task<IResult> Balance(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "front/balances/{cardNumber}")] HttpRequest request, string cardNumber)
    {
        var visit = desk.Open(request);
        var card = await desk.Card(visit, cardNumber, request.Aborted());
        return ReceiptPage.Of(visit, "ポイント残高", Receipt.For(card.Balance, visit.Now, visit.Program), card.Card.Number);
    }

    [Function("DeskReceipt"), Page, Access(Role.Front)]
    public async Task<IResult> Done(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "front/receipts/{cardNumber}/{operationId}")] HttpRequest request,
        string cardNumber, string operationId)
    {
        var visit = desk.Open(request);
        if (!OperationId.IsWellFormed(operationId) || await states.Look(cardNumber, operationId, visit.Caller, request.Aborted()) is not { Entry: { } entry })
            throw new ProblemException(Problem.NotFound("operation-unknown", "この手続きは記帳されていません。"));
        await sessions.Finish(visit.Session, operationId, request.Aborted());
        return ReceiptPage.Of(visit, answers.Of(entry, visit.Program));
    }
}
