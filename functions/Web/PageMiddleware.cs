using Functions.Http;
using Functions.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Functions.Web;

/// <summary>Around every page: forms come from our own pages alone, and what goes wrong is told by a page.</summary>
public sealed class PageMiddleware(ILogger<PageMiddleware> log) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http || !PageAttribute.IsOn(context))
        {
            await next(context);
            return;
        }

        try
        {
            if (!HttpMethods.IsGet(http.Request.Method) && !IsFromHere(http.Request))
                throw new ProblemException(new Problem(403, "other-site", "The form was sent from another site."));
            await next(context);
            if (context.GetInvocationResult().Value is Problem problem)
                context.GetInvocationResult().Value = ErrorPage.Of(Visit.Of(http.Request), problem);
        }
        catch (ProblemException known)
        {
            context.GetInvocationResult().Value = ErrorPage.Of(Visit.Of(http.Request), known.Problem);
        }
        catch (StoreUnavailableException down)
        {
            log.LogWarning("{Function}: {Problem} {Cause}", context.FunctionDefinition.Name, down.Message, down.InnerException?.GetType().Name);
            context.GetInvocationResult().Value = ErrorPage.Of(Visit.Of(http.Request), new Problem(503, "store-unavailable", "The store does not answer.") { RetryAfterSeconds = 5 });
        }
        catch (Exception bug) when (bug is not BadHttpRequestException && !http.RequestAborted.IsCancellationRequested)
        {
            log.LogError(bug, "{Function} failed", context.FunctionDefinition.Name);
            context.GetInvocationResult().Value = ErrorPage.Of(Visit.Of(http.Request), new Problem(500, "internal-error", "Something is wrong on our side."));
        }
    }

    /// <summary>
    /// Browsers say from where a form comes; ours send no referrer, and then Origin is "null" in some of them. A browser too old to
    /// say it any other way is held by the form's token.
    /// </summary>
    private static bool IsFromHere(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
            return site is "same-origin";
        var origin = request.Headers.Origin.ToString();
        return origin is "" or "null" || Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == request.Host.Value;
    }
}
