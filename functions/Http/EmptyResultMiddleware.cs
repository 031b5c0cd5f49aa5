using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Functions.Http;

/// <summary>
/// Outside the worker's own HTTP middleware: a result that has been executed is taken away, or the worker would serialise the whole page or
/// answer a second time and send it to the host, form tokens and personal data included.
/// </summary>
public sealed class EmptyResultMiddleware : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        await next(context);
        context.GetInvocationResult().Value = null;
    }
}
