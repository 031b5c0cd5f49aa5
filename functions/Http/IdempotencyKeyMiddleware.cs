using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Functions.Http;

/// <summary>Whatever changes something carries the caller's operation id, made and stored before sending.</summary>
public sealed class IdempotencyKeyMiddleware : IFunctionsWorkerMiddleware
{
    public const string Header = "Idempotency-Key";

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http || !AccessAttribute.Of(context).Changes || http.Features.Get<OperationId>() is not null)
            return next(context);

        string? key = http.Request.Headers[Header];
        if (!OperationId.IsWellFormed(key))
        {
            context.GetInvocationResult().Value = Problem.BadRequest(
                key is null ? "idempotency-key-missing" : "idempotency-key-invalid",
                $"Send {Header} with 1 to {OperationId.MaxLength} of A-Z a-z 0-9 . _ -, made and stored before sending.");
            return Task.CompletedTask;
        }

        http.Features.Set(new OperationId(key!));
        return next(context);
    }
}
