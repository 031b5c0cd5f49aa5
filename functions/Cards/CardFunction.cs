using Functions.Http;
using Functions.Ledger;
using Functions.Members;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Cards;
using Points.Ledger;

namespace Functions.Cards;

/// <param name="RetiredFor">Of a retired card: why, unless its membership ended.</param>
/// <param name="LinkedCards">The other cards that share its points.</param>
/// <param name="AllowedActions">What may be done with it next.</param>
public sealed record CardAnswer(
    string CardNumber, string Program, CardStatus Status, string? SuspendedFor, string? RetiredFor, string Medium, string MemberClass, string HolderKind, string? CardType,
    DateOnly IssuedOn, IReadOnlyList<string> LinkedCards, IReadOnlyList<string> AllowedActions, IReadOnlyList<string> Clauses);

/// <summary>A card, what may be done with it, and its QR code.</summary>
public sealed class CardFunction(CardAccounts cards, MemberStore members, ScanTokens tokens, LedgerStore ledger, ProgramCatalogue programs)
{
    [Function("Card"), Access(Role.Pos)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cards/{cardNumber}")] HttpRequest request,
        string cardNumber)
    {
        var program = programs[Caller.Of(request.HttpContext).Program];
        var (account, card) = await Find(cardNumber, program.Id, request.Aborted());
        var now = ledger.Now(program);
        var terms = program.TermsOn(program.DateOf(now));
        var standing = Standing.Refuse(account, card.Number, terms, program.DateOf(now));
        var status = standing?.Code == "card-retired" ? CardStatus.Retired : card.Status;
        var facts = await members.Facts(account, program, request.Aborted());
        return Answer.Of(200, new CardAnswer(
            card.Number, program.Id, status, WhyIf(CardStatus.Suspended, card), card.Why == CardEnd.Ended ? null : WhyIf(CardStatus.Retired, card),
            card.Medium, account.MemberClass, account.HolderKind, account.CardType,
            card.IssuedOn, [.. account.Cards.Where(c => c.Number != card.Number && c.Status != CardStatus.Retired).Select(c => c.Number)],
            AllowedActions.Of(account, card.Number, facts, now, program), standing?.Clauses ?? []), AnswerJson.Readable.CardAnswer);
    }

    [Function("CardQr"), Access(Role.Front)]
    public async Task<IResult> Qr(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cards/{cardNumber}/qr")] HttpRequest request,
        string cardNumber)
    {
        var program = Caller.Of(request.HttpContext).Program;
        var query = new QueryFields(request.Query);
        var format = query.OptionalChoice("format", ["png", "svg"]) ?? "svg";
        query.ThrowIfWrong();
        var (_, card) = await Find(cardNumber, program, request.Aborted());
        if (card.Status == CardStatus.Retired)
            return new Problem(410, "card-retired", "規約により承れません。", "このカードは失効しています。");

        return QrImage.Answer(tokens.For(program, card.Number, card.Generation), format, request.HttpContext.Response);
    }

    private static string? WhyIf(CardStatus status, Card card) => card.Status == status ? card.Why?.ToString().ToLowerInvariant() : null;

    private async Task<(Account, Card)> Find(string cardNumber, string program, CancellationToken cancellation)
    {
        var (place, head) = await cards.LookByNumber(cardNumber, program, cancellation);
        return head.Value.Card(place.CardNumber) is { } card ? (head.Value, card) : throw new ProblemException(CardDirectory.Unknown);
    }
}
