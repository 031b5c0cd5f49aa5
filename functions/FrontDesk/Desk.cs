using Functions.Cards;
using Functions.Http;
using Functions.Ledger;
using Functions.Members;
using Functions.Programs;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Functions.FrontDesk;

/// <summary>What every page of the front desk knows.</summary>
public sealed record DeskVisit(Visit Visit, Program Program, Terms Terms, TerminalSession Session, DateTimeOffset Now)
{
    public const string Home = "/front";

    public Caller Caller => Session.Caller;

    public DateOnly Today => Program.DateOf(Now);

    public bool IsOperator => Caller.Role == Role.Operator;

    /// <summary>A page with the terminal's menu.</summary>
    public Page Page(string title, Html body) => new(Visit, title, body)
    {
        HasLanguages = false,
        HomeAddress = Home,
        Menu = Html.Of($"""
            <a href="{Home}">カードを読む</a><a href="{Home}/issue">カード発行</a>{(IsOperator ? Html.Of($"<a href=\"{Home}/operator\">運営者</a>") : null)}{Form.Of(Visit, $"{Home}/logout", Html.Of($"<button>サインアウト</button>"))}
            """),
    };
}

/// <summary>A card on the desk, as it is now.</summary>
/// <param name="Allowed">As <see cref="AllowedActions"/> names them.</param>
public sealed record DeskCard(Account Account, Card Card, Balance Balance, MemberFacts Facts, Member? Member, IReadOnlyList<string> Allowed)
{
    public string Address => $"{DeskVisit.Home}/cards/{Card.Number}";

    public string AddressOf(DeskAction action) => $"{DeskVisit.Home}/actions/{action.Name}/{Card.Number}";
}

/// <summary>Reads what the pages of the desk show.</summary>
public sealed class Desk(CardAccounts cards, MemberStore members, LedgerStore ledger, ProgramCatalogue programs)
{
    public DeskVisit Open(HttpRequest request)
    {
        var session = TerminalSession.Of(request.HttpContext);
        var program = programs[session.Caller.Program];
        var now = ledger.Now(program);
        return new DeskVisit(Visit.Of(request, program) with { InEnglish = false }, program, program.TermsOn(program.DateOf(now)), session, now);
    }

    /// <summary>The number of what was scanned or typed.</summary>
    /// <exception cref="ProblemException">404 when no card of this program has it.</exception>
    public async Task<string> NumberOf(DeskVisit desk, string read, CancellationToken cancellation) =>
        (await cards.Look(read, desk.Caller, cancellation)).Place.CardNumber;

    /// <exception cref="ProblemException">404 when the card is not one of this program.</exception>
    public async Task<DeskCard> Card(DeskVisit desk, string cardNumber, CancellationToken cancellation)
    {
        var (place, head) = await cards.LookByNumber(cardNumber, desk.Program.Id, cancellation);
        var account = head.Value;
        if (account.Card(place.CardNumber) is not { } card)
            throw new ProblemException(CardDirectory.Unknown);
        var member = account.MemberId is { } id ? await members.Find(id, cancellation) : null;
        var facts = await members.Facts(account, desk.Program, cancellation);
        var balance = Balance.Of(account.Holdings, card.Number, card.Status, desk.Program, desk.Today);
        return new DeskCard(account, card, balance, facts, member, AllowedActions.Of(account, card.Number, facts, desk.Now, desk.Program));
    }
}
