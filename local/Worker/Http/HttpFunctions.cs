using Local.Worker.Functions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Local.Worker.Http;

/// <summary>Maps every HTTP function to its route.</summary>
sealed class HttpFunctions(Pipeline pipeline, FunctionKey key)
{
    public void Map(IEndpointRouteBuilder endpoints, Function function, string routePrefix)
    {
        var route = HttpRoute.Of(function, routePrefix);
        var logger = pipeline.LoggerFor(function);
        var isOpen = function.Http!.AuthLevel == AuthorizationLevel.Anonymous;
        if (function.Http.Methods is { Length: > 0 } methods)
            endpoints.MapMethods(route, methods, Handle);
        else
            endpoints.Map(route, Handle);

        Task Handle(HttpContext http) => isOpen || key.Opens(http.Request) ? Run(function, http, logger) : Refuse(http);
    }

    private async Task Run(Function function, HttpContext http, ILogger logger)
    {
        try
        {
            await pipeline.Invoke(new Invocation(function, http));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
        catch (Exception e)
        {
            logger.LogError(e, "{Function} failed", function.Name);
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }
            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private static Task Refuse(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}
