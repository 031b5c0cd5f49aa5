using Functions.Http;
using Functions.Ledger;
using Functions.Programs;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.FrontDesk;

/// <summary>What is done to a card: a form, what the terms make of it, and the doing, once.</summary>
public sealed class DeskActionFunction(Desk desk, DeskActions actions, DeskOutcome outcome, TerminalSessions sessions, LedgerStore ledger, ProgramCatalogue programs)
{
    [Function("DeskAction"), Page, Access(Role.Front)]
    public async Task<IResult> Ask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "front/actions/{what}/{cardNumber}")] HttpRequest request,
        string what, string cardNumber) => DeskPages.Ask(await Open(request, what, cardNumber, request.Aborted()), typed: null, Nothing);

    [Function("QuoteDeskAction"), Page, Access(Role.Front)]
    public async Task<IResult> Quote(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "front/quotes/{what}/{cardNumber}")] HttpRequest request,
        string what, string cardNumber)
    {
        var asked = await Open(request, what, cardNumber, request.Aborted());
        return await Quoted(request, asked, await FormFields.Read(request, request.Aborted()), Form.NewOperation(), isForgotten: false, request.Aborted());
    }

    [Function("CarryDeskAction"), Page, Access(Role.Front, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "front/actions/{what}/{cardNumber}")] HttpRequest request,
        string what, string cardNumber)
    {
        var asked = await Open(request, what, cardNumber, request.Aborted());
        var (typed, operationId) = (await FormFields.Read(request, request.Aborted()), OperationId.Of(request.HttpContext));
        if (asked.Action.Grave is not null && typed[DeskPages.Agreed].Length == 0)
            return await Quoted(request, asked, typed, operationId, isForgotten: true, request.Aborted());
        try
        {
            var answer = await Prepare(request, asked, typed).Prepared.Carry(request.Aborted());
            return await outcome.Told(asked.Desk, asked.Action.Title, cardNumber, operationId, answer, request.Aborted());
        }
        catch (ProblemException wrong) when (wrong.Problem.Errors is { } errors)
        {
            await sessions.Finish(asked.Desk.Session, operationId, request.Aborted());
            return DeskPages.Ask(asked, typed, errors);
        }
    }

    private static readonly Dictionary<string, string[]> Nothing = [];

    private async Task<DeskRequest> Open(HttpRequest request, string what, string cardNumber, CancellationToken cancellation)
    {
        var visit = desk.Open(request);
        var action = DeskAction.All.FirstOrDefault(action => action.Name == what) ?? throw new ProblemException(Problem.NotFound("action-unknown", "There is no such page."));
        if (visit.Caller.Role < action.Role)
            throw new ProblemException(new Problem(403, "forbidden", "The key's role does not allow this."));
        var card = await desk.Card(visit, cardNumber, cancellation);
        return new DeskRequest(visit, card, action, DeskForms.Of(action, visit, card));
    }

    private async Task<IResult> Quoted(HttpRequest request, DeskRequest asked, FormFields typed, string operationId, bool isForgotten, CancellationToken cancellation)
    {
        try
        {
            var (call, prepared) = Prepare(request, asked, typed);
            var decision = await ledger.Preview(call, prepared.Decide, cancellation);
            if (decision is Refused refused)
                return DeskPages.Refused(asked.Desk, asked.Action.Title, refused, asked.Card.Card.Number) with { Status = 422 };
            var accepted = (Accepted)decision;
            // Before the form can be sent: whatever becomes of it, the terminal knows what to ask for.
            if (!isForgotten)
                await sessions.Begin(asked.Desk.Session, new UnfinishedOperation(operationId, asked.Card.Card.Number, DeskPages.What(asked.Action, accepted), asked.Desk.Now), cancellation);
            return DeskPages.Quote(asked, typed, accepted, operationId, isForgotten);
        }
        catch (ProblemException wrong) when (wrong.Problem.Errors is { } errors)
        {
            return DeskPages.Ask(asked, typed, errors);
        }
    }

    private (Call Call, Prepared Prepared) Prepare(HttpRequest request, DeskRequest asked, FormFields typed)
    {
        var call = Call.About(asked.Card.Card.Number, RequestBody.Of(DeskFields.Said(asked.Fields, typed)), request.HttpContext, programs, asked.Action.Kind);
        return (call, actions.Prepare(asked.Action, call, asked.Card, asked.Desk.Today));
    }
}

/// <summary>An action on a card, with its form.</summary>
public sealed record DeskRequest(DeskVisit Desk, DeskCard Card, DeskAction Action, IReadOnlyList<DeskField> Fields);
