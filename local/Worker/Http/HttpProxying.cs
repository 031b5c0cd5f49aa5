using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Local.Worker.Http;

/// <summary>
/// Shows the request to the middleware inside it and executes what the function returned after the last of them:
/// until then a middleware may still replace the result.
/// </summary>
static class HttpProxying
{
    public static FunctionExecutionDelegate Around(FunctionExecutionDelegate next) => context =>
    {
        var invocation = (Invocation)context;
        if (invocation.Request is null)
            return next(context);
        invocation.HttpContext = invocation.Request;
        return Proxy(invocation, invocation.Request, next);
    };

    private static async Task Proxy(Invocation invocation, HttpContext http, FunctionExecutionDelegate next)
    {
        await next(invocation);
        switch (invocation.Returned)
        {
            case IResult result:
                await result.ExecuteAsync(http);
                break;
            case IActionResult action when !http.RequestAborted.IsCancellationRequested:
                await action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
                break;
            default:
                WarnOfUnusedValue(invocation, http);
                break;
        }
    }

    // As in Azure the answer is then 200 with an empty body; there it is only a trace line.
    private static void WarnOfUnusedValue(Invocation invocation, HttpContext http)
    {
        if (invocation.Returned is null or IActionResult || http.Response.HasStarted)
            return;
        var pipeline = (Pipeline)invocation.InstanceServices.GetService(typeof(Pipeline))!;
        pipeline.LoggerFor((Functions.Function)invocation.FunctionDefinition).LogWarning(
            "{Function} returned a {Type}: the worker only executes IResult and IActionResult and answers with an empty body",
            invocation.FunctionDefinition.Name, invocation.Returned.GetType());
    }
}
