using System.Text.Json;
using Local.Worker.Functions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Local.Worker.Timers;

/// <summary>POST /admin/functions/{name} runs a timer function. Unlike the real host it answers when the run is over.</summary>
static class AdminCalls
{
    public static void Map(IEndpointRouteBuilder endpoints, IReadOnlyList<Function> functions, TimerFunctions timers)
    {
        // A caller that gives up does not stop the run, as it does not in Azure.
        var stopping = endpoints.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        endpoints.MapMethods("/admin/functions/{name}", ["POST"], async http =>
        {
            var name = (string)http.Request.RouteValues["name"]!;
            var answer = timers.Find(name) is not { } timer
                ? Unknown(name, functions)
                : await HasInput(http.Request) ? await Run(timer, stopping) : Results.Problem(
                    "Send {\"input\": \"\"}.", statusCode: StatusCodes.Status400BadRequest);
            await answer.ExecuteAsync(http);
        });
    }

    private static IResult Unknown(string name, IReadOnlyList<Function> functions) => Results.Problem(
        functions.Any(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ? $"{name} is not a timer function." : $"There is no function {name}.",
        statusCode: StatusCodes.Status404NotFound);

    private static async Task<IResult> Run(TimerFunction timer, CancellationToken cancellationToken)
    {
        try
        {
            await timer.RunNow(cancellationToken);
            return Results.StatusCode(StatusCodes.Status202Accepted);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return Results.Problem(e.ToString(), title: $"{timer.Name} failed: {e.Message}", statusCode: StatusCodes.Status500InternalServerError);
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
