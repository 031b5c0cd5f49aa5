using Functions.Cards;
using Functions.Http;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Ledger;

/// <summary>What became of an operation whose answer was lost, and the fence that makes sure nothing will.</summary>
public sealed class OperationFunction(AccountStore accounts, CardAccounts cards, Answers answers, LedgerStore ledger, ProgramCatalogue programs)
{
    private const string Route = "api/cards/{cardNumber}/operations/{operationId}";

    [Function("Operation"), Access(Role.Pos)]
    public async Task<IResult> Look(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cardNumber, string operationId, CancellationToken cancellation)
    {
        var caller = CallerOf(request, operationId);
        var (_, head) = await cards.LookByNumber(cardNumber, caller.Program, cancellation);
        return State(await accounts.Find(head.Value, operationId, cancellation), caller);
    }

    [Function("FenceOperation"), Access(Role.Pos)]
    public async Task<IResult> Fence(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/fence")] HttpRequest request,
        string cardNumber, string operationId, CancellationToken cancellation)
    {
        var caller = CallerOf(request, operationId);
        await cards.LookByNumber(cardNumber, caller.Program, cancellation);
        while (true)
        {
            var (place, head) = await cards.Open(cardNumber, caller.Program, cancellation);
            // The fence takes the entry's own id: whichever of the two comes first keeps the other out.
            if (head.Value.Absorbed is null || await accounts.Find(head.Value, operationId, cancellation) is not { Entry: not null })
                await accounts.TryFence(new Fence(operationId, place.AccountId, ledger.Now(programs[caller.Program]), caller.KeyId), cancellation);
            // A link may have moved the card meanwhile: then the operation must be kept out where the card is now.
            var (now, latest) = await cards.Open(cardNumber, caller.Program, cancellation);
            if (now.AccountId == place.AccountId && await accounts.Find(latest.Value, operationId, cancellation) is { Reservation: null } written)
                return State(written, caller);
        }
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
