using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Functions.Http;

/// <summary>No body over 64 KiB is read, whatever its headers say.</summary>
public sealed class RequestSizeMiddleware : IFunctionsWorkerMiddleware
{
    public const int MaxBytes = 64 * 1024;

    public static readonly Problem TooLarge = new(413, "body-too-large", "The body is too large.", "Send at most 64 KiB.");

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
            return next(context);
        if (http.Request.ContentLength > MaxBytes)
        {
            context.GetInvocationResult().Value = TooLarge;
            return Task.CompletedTask;
        }

        // A body without a length is stopped by the server while it is read.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBytes;
        return next(context);
    }
}
