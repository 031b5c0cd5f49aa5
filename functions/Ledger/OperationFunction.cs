using Functions.Http;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Ledger;

/// <summary>What became of an operation whose answer was lost, and the fence that makes sure nothing will.</summary>
public sealed class OperationFunction(OperationStates states, Answers answers, ProgramCatalogue programs)
{
    private const string Route = "api/cards/{cardNumber}/operations/{operationId}";

    [Function("Operation"), Access(Role.Pos)]
    public async Task<IResult> Look(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cardNumber, string operationId)
    {
        var caller = CallerOf(request, operationId);
        return State(await states.Look(cardNumber, operationId, caller, request.Aborted()), caller);
    }

    [Function("FenceOperation"), Access(Role.Pos)]
    public async Task<IResult> Fence(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/fence")] HttpRequest request,
        string cardNumber, string operationId)
    {
        var caller = CallerOf(request, operationId);
        return State(await states.Fence(cardNumber, operationId, caller, request.Aborted()), caller);
    }

    private static Caller CallerOf(HttpRequest request, string operationId)
    {
        var caller = Caller.Of(request.HttpContext);
        if (!OperationId.IsWellFormed(operationId))
            throw new ProblemException(Problem.BadRequest("idempotency-key-invalid", $"An operation id has 1 to {OperationId.MaxLength} of A-Z a-z 0-9 . _ -."));
        return caller;
    }

    private IResult State(Written? written, Caller caller)
    {
        var answer = written switch
        {
            null or { Reservation: not null } => new OperationAnswer("unseen", null),
            { Entry: { } entry } => new OperationAnswer("committed", answers.Of(entry, programs[caller.Program])),
            _ => new OperationAnswer("fenced", null),
        };
        return Answer.Of(200, answer, AnswerJson.Readable.OperationAnswer);
    }
}
