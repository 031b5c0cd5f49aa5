using Functions.Cards;
using Functions.Http;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Ledger;

/// <summary>What became of an operation whose answer was lost, and the fence that makes sure nothing will.</summary>
public sealed class OperationFunction(AccountStore accounts, CardDirectory cards, Answers answers, LedgerStore ledger, ProgramCatalogue programs)
{
    private const string Route = "api/cards/{cardNumber}/operations/{operationId}";

    [Function("Operation"), Access(Role.Pos)]
    public async Task<IResult> Look(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cardNumber, string operationId, CancellationToken cancellation)
    {
        var (caller, place) = await Find(request, cardNumber, operationId, cancellation);
        return State(await accounts.Find(place.AccountId, operationId, cancellation), caller);
    }

    [Function("FenceOperation"), Access(Role.Pos)]
    public async Task<IResult> Fence(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/fence")] HttpRequest request,
        string cardNumber, string operationId, CancellationToken cancellation)
    {
        var (caller, place) = await Find(request, cardNumber, operationId, cancellation);
        var fence = new Fence(operationId, place.AccountId, ledger.Now(programs[caller.Program]), caller.KeyId);
        // The fence takes the entry's own id: whichever of the two comes first keeps the other out.
        return await accounts.TryFence(fence, cancellation)
            ? State(new Written(null, fence), caller)
            : State(await accounts.Find(place.AccountId, operationId, cancellation), caller);
    }

    private async Task<(Caller, CardPlace)> Find(HttpRequest request, string cardNumber, string operationId, CancellationToken cancellation)
    {
        var caller = Caller.Of(request.HttpContext);
        if (!OperationId.IsWellFormed(operationId))
            throw new ProblemException(Problem.BadRequest("idempotency-key-invalid", $"An operation id has 1 to {OperationId.MaxLength} of A-Z a-z 0-9 . _ -."));
        return (caller, await cards.FindByNumber(cardNumber, caller.Program, cancellation));
    }

    private IResult State(Written? written, Caller caller)
    {
        var answer = written switch
        {
            null => new OperationAnswer("unseen", null),
            { Entry: { } entry } => new OperationAnswer("committed", answers.Of(entry, programs[caller.Program])),
            _ => new OperationAnswer("fenced", null),
        };
        return Answer.Of(200, answer, AnswerJson.Readable.OperationAnswer);
    }
}
