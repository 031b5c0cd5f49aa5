using Functions.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Functions.Http;

/// <summary>Outermost: whatever goes wrong inside becomes one problem answer; the cause goes to the log, never to the caller.</summary>
public sealed class ProblemDetailsMiddleware(ILogger<ProblemDetailsMiddleware> log) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (ProblemException known)
        {
            context.GetInvocationResult().Value = known.Problem;
        }
        catch (StoreUnavailableException down)
        {
            log.LogWarning("{Function}: {Problem} {Cause}", context.FunctionDefinition.Name, down.Message, down.InnerException?.GetType().Name);
            context.GetInvocationResult().Value = down.OutcomeUnknown
                ? new Problem(503, "outcome-unknown", "The outcome is not known.",
                    "Send the same request with the same Idempotency-Key again, or fence the operation.") { RetryAfterSeconds = 1 }
                : new Problem(503, "store-unavailable", "The store does not answer.", "Nothing was written. Send the same request again.") { RetryAfterSeconds = 1 };
        }
        catch (BadHttpRequestException bad)
        {
            context.GetInvocationResult().Value = new Problem(bad.StatusCode, "bad-request", "The request could not be read.", "Send a complete HTTP request.");
        }
        catch (Exception bug) when (!http.RequestAborted.IsCancellationRequested)
        {
            log.LogError(bug, "{Function} failed", context.FunctionDefinition.Name);
            context.GetInvocationResult().Value = new Problem(500, "internal-error", "Something is wrong on our side.",
                "Send the same request with the same Idempotency-Key again; it is safe.");
        }
    }
}
