using System.Text.Json;
using Local.Host.Functions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Local.Host.Timers;

/// <summary>
/// POST /admin/functions/{name} runs a timer function. Unlike the real host it answers when the run is over, and how it went.
/// </summary>
static class AdminCalls
{
    public static void Map(IEndpointRouteBuilder endpoints, TimerFunctions timers) =>
        endpoints.MapMethods("/admin/functions/{name}", ["POST"], async http =>
        {
            var name = (string)http.Request.RouteValues["name"]!;
            var answer = timers.Find(name) is not { } timer
                ? Unknown(name, timers)
                // A caller that gives up does not stop the run, as it does not in Azure.
                : await HasInput(http.Request) ? await Run(timer, timers.Stopping) : Results.Problem(
                    "Send {\"input\": \"\"}.", statusCode: StatusCodes.Status400BadRequest);
            await answer.ExecuteAsync(http);
        });

    private static IResult Unknown(string name, TimerFunctions timers) => Results.Problem(
        timers.IsFunction(name) ? $"{name} is not a timer function." : $"There is no function {name}.",
        statusCode: StatusCodes.Status404NotFound);

    private static async Task<IResult> Run(TimerFunction timer, CancellationToken cancellationToken)
    {
        try
        {
            await timer.RunNow(cancellationToken);
            return Results.StatusCode(StatusCodes.Status202Accepted);
        }
        catch (FunctionFailedException e) when (!cancellationToken.IsCancellationRequested)
        {
            return Results.Problem(e.Message, title: $"{timer.Name} failed", statusCode: StatusCodes.Status500InternalServerError);
        }
    }

    private static async Task<bool> HasInput(HttpRequest request)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            return body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty("input", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
