using Functions.Cards;
using Functions.Http;
using Functions.Programs;
using Functions.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Cards;
using Points.Ledger;
using Points.Programs;
using Points.Receipts;

namespace Functions.Ledger;

/// <summary>The balance of a card, by its number or by what a reader scanned. Reading never writes.</summary>
public sealed class BalanceFunction(AccountStore accounts, CardAccounts cards, LedgerStore ledger, ProgramCatalogue programs)
{
    [Function("Balance"), Access(Role.Pos)]
    public async Task<IResult> ByNumber(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cards/{cardNumber}/balance")] HttpRequest request,
        string cardNumber)
    {
        var query = new QueryFields(request.Query);
        var date = query.Date("asOf");
        query.ThrowIfWrong();
        var caller = Caller.Of(request.HttpContext);
        return await Answer(await cards.LookByNumber(cardNumber, caller.Program, request.Aborted()), date, request.Aborted());
    }

    [Function("BalanceOfScan"), Access(Role.Pos)]
    public async Task<IResult> ByScan(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/balance")] HttpRequest request)
    {
        var fields = (await RequestBody.Read(request, request.Aborted())).Fields;
        var card = fields.Text("card", maxLength: 256);
        fields.ThrowIfWrong();
        return await Answer(await cards.Look(card, Caller.Of(request.HttpContext), request.Aborted()), asOf: null, request.Aborted());
    }

    private async Task<IResult> Answer((CardPlace Place, Stored<Account> Head) found, DateOnly? asOf, CancellationToken cancellation)
    {
        var (place, account) = (found.Place, found.Head.Value);
        var program = programs[place.Program];
        if (account.Card(place.CardNumber) is not { } held)
            throw new ProblemException(CardDirectory.Unknown);

        if (held.Status == CardStatus.Retired && account.Cards.Any(card => card.Status != CardStatus.Retired))
            throw new ProblemException(new Problem(410, "card-retired", "規約により承れません。", "このカードは失効しており、残高は別のカードに引き継がれています。"));

        var now = ledger.Now(program);
        var today = program.DateOf(now);
        var date = asOf ?? today;
        var holdings = date < today ? await Past(account, date, program, cancellation) : account.Holdings;
        var balance = Balance.Of(holdings, place.CardNumber, held.Status, program, date);
        return Http.Answer.Of(200, BalanceAnswer.From(balance, Receipt.For(balance, now, program)), AnswerJson.Readable.BalanceAnswer);
    }

    private async Task<Holdings> Past(Account account, DateOnly date, Program program, CancellationToken cancellation) =>
        PastHoldings.On(date, (await accounts.History(account, cancellation)).Entries, account.JoinedOn, program);
}
