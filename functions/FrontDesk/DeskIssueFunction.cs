using Functions.Cards;
using Functions.Http;
using Functions.Ledger;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.FrontDesk;

/// <summary>Hands out a card: a form, the fee, and the doing, once.</summary>
public sealed class DeskIssueFunction(Desk desk, CardIssue issue, AccountStore accounts, DeskOutcome outcome, TerminalSessions sessions)
{
    private const string Address = $"{DeskVisit.Home}/issue";

    private static readonly DeskAction Issue = new("issue", "カード発行", "発行する", EntryKind.Issue, []);

    [Function("DeskIssue"), Page, Access(Role.Front)]
    public IResult Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "front/issue")] HttpRequest request) =>
        Asked(desk.Open(request), typed: null, new Dictionary<string, string[]>());

    [Function("QuoteDeskIssue"), Page, Access(Role.Front)]
    public async Task<IResult> Quote([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "front/issue/quote")] HttpRequest request)
    {
        var (visit, typed, operationId) = (desk.Open(request), await FormFields.Read(request, request.Aborted()), Form.NewOperation());
        var fields = DeskForms.Issue(visit);
        try
        {
            var decision = await issue.Preview(Read(visit, fields, typed).Asked, visit.Caller, visit.Program, request.Aborted());
            if (decision is Refused refused)
                return DeskPages.Refused(visit, Issue.Title, refused, cardNumber: null) with { Status = 422 };
            var accepted = (Accepted)decision;
            await sessions.Begin(visit.Session, new UnfinishedOperation(operationId, null, DeskPages.What(Issue, accepted), visit.Now), request.Aborted());
            return DeskPages.Quote(visit, Issue, Address, card: null, fields, typed, accepted, operationId, isForgotten: false);
        }
        catch (ProblemException wrong) when (wrong.Problem.Errors is { } errors)
        {
            return Asked(visit, typed, errors);
        }
    }

    [Function("CarryDeskIssue"), Page, Access(Role.Front, Changes = true)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "front/issue")] HttpRequest request)
    {
        var (visit, typed, operationId) = (desk.Open(request), await FormFields.Read(request, request.Aborted()), OperationId.Of(request.HttpContext));
        var (asked, body) = Read(visit, DeskForms.Issue(visit), typed);
        var answer = await issue.Run(asked, visit.Caller, visit.Program, operationId, body.Hash(EntryKind.Issue), request.Aborted());
        var written = answer is Answer ? await accounts.Find(issue.AccountOf(visit.Program, operationId), operationId, request.Aborted()) : null;
        return await outcome.Told(visit, Issue.Title, written?.Entry?.CardNumber, operationId, answer, request.Aborted());
    }

    private static (IssueRequest Asked, RequestBody Body) Read(DeskVisit visit, IReadOnlyList<DeskField> fields, FormFields typed)
    {
        var body = RequestBody.Of(DeskFields.Said(fields, typed));
        return (IssueFields.Read(body.Fields, visit.Program, visit.Today).Asked, body);
    }

    private static Page Asked(DeskVisit visit, FormFields? typed, IReadOnlyDictionary<string, string[]> mistakes)
    {
        var fields = DeskForms.Issue(visit);
        return visit.Page(Issue.Title, Html.Of($"""
            {Form.Mistakes(visit.Visit, DeskPages.Summary(fields, mistakes))}
            {Form.Of(visit.Visit, $"{Address}/quote", Html.Of($"""
                <div class="desk">{DeskFields.Inputs(fields, typed, mistakes)}</div>
                {Form.Submit("内容を確認する")}
                """))}
            """)) with { IsNarrow = true, Status = mistakes.Count > 0 ? 400 : 200 };
    }
}
