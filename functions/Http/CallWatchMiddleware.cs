using Functions.Ledger;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Functions.Http;

/// <summary>Times every call of a terminal, whatever became of it.</summary>
public sealed class CallWatchMiddleware(LedgerEvents events, TimeProvider clock) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http || AccessAttribute.Of(context).Role == Role.Public)
        {
            await next(context);
            return;
        }

        var begun = clock.GetTimestamp();
        await next(context);
        var answer = context.GetInvocationResult().Value;
        var caller = http.Features.Get<Caller>();
        events.CallAnswered(
            context.FunctionDefinition.Name,
            caller?.Program,
            http.Features.Get<Call>()?.Facility ?? caller?.Facility,
            answer switch { Problem problem => problem.Status, Answer told => told.Status, _ => StatusCodes.Status200OK },
            (answer as Problem)?.Code,
            (long)clock.GetElapsedTime(begun).TotalMilliseconds);
    }
}
