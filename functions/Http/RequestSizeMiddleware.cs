using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Functions.Http;

/// <summary>No body over 64 KiB is read, or over what the function allows, whatever its headers say.</summary>
public sealed class RequestSizeMiddleware : IFunctionsWorkerMiddleware
{
    public const int MaxBytes = 64 * 1024;

    public static readonly Problem TooLarge = TooLargeFor(MaxBytes);

    public static Problem TooLargeFor(int maxBytes) => new(413, "body-too-large", "The body is too large.", $"Send at most {maxBytes / 1024} KiB.");

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
            return next(context);
        var maxBytes = AccessAttribute.Of(context).MaxBytes;
        if (http.Request.ContentLength > maxBytes)
        {
            context.GetInvocationResult().Value = TooLargeFor(maxBytes);
            return Task.CompletedTask;
        }

        // A body without a length is stopped by the server while it is read.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = maxBytes;
        return next(context);
    }
}
