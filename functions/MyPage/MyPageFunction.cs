using Functions.Cards;
using Functions.Http;
using Functions.Ledger;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Cards;

namespace Functions.MyPage;

/// <summary>What a member sees: all cards at a glance, one card with its QR code, its history, and what became of an operation.</summary>
public sealed class MyPageFunction(MemberVisits visits, AccountStore accounts, EntryPages entries, ScanTokens tokens)
{
    private const int Recent = 5;
    private const int Lines = 20;
    private const string CardRoute = "mypage/{program}/cards/{handle}";

    [Function("MyPage"), Page, Access(Role.Member)]
    public async Task<IResult> Home(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "mypage/{program}")] HttpRequest request) =>
        HomePage.Of(await visits.Open(request, request.Aborted()));

    [Function("MyCard"), Page, Access(Role.Member)]
    public async Task<IResult> Card(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = CardRoute)] HttpRequest request, string handle)
    {
        var visit = await visits.Open(request, request.Aborted());
        var card = visit.Card(handle);
        var payload = card.Balance.Status == CardStatus.Active ? tokens.For(visit.Program.Id, card.Card.Number, card.Card.Generation) : null;
        var (recent, _) = await entries.Page(card.Account, from: null, Recent, request.Aborted());
        return CardPage.Of(visit, card, payload, recent, isRenewed: request.Query["renewed"].Count > 0);
    }

    [Function("MyHistory"), Page, Access(Role.Member)]
    public async Task<IResult> History(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = CardRoute + "/history")] HttpRequest request, string handle)
    {
        var visit = await visits.Open(request, request.Aborted());
        var card = visit.Card(handle);
        var from = (string?)request.Query["from"] is { } text ? EntryCursor.Parse(text) ?? throw NoSuchPage : null;
        if (!EntryCursor.AreOf(card.Account, from))
            throw NoSuchPage;
        var (lines, next) = await entries.Page(card.Account, from, Lines, request.Aborted());
        return HistoryPage.Of(visit, card, lines, next);
    }

    private static ProblemException NoSuchPage => new(Problem.NotFound("page-unknown", "この履歴は見つかりません。"));

    [Function("MyOperation"), Page, Access(Role.Member)]
    public async Task<IResult> Operation(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = CardRoute + "/operations/{operationId}")] HttpRequest request,
        string handle, string operationId)
    {
        var visit = await visits.Open(request, request.Aborted());
        var card = visit.Card(handle);
        return OperationId.IsWellFormed(operationId) && (await accounts.Find(card.Account, operationId, request.Aborted()))?.Entry is { } entry
            ? OperationPage.Of(visit, card, entry)
            : throw new ProblemException(Problem.NotFound("operation-unknown", "このお手続きは見つかりません。"));
    }
}
