using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Local.Clock;

/// <summary>The clock over HTTP: GET shows it, PUT sets it, DELETE goes back to the wall clock.</summary>
static class ClockCalls
{
    // RFC 3339: without an offset it would be somebody's guess whose midnight is meant.
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    public static void Map(IEndpointRouteBuilder endpoints, TestClock clock)
    {
        const string route = "/api/local/clock";
        endpoints.MapMethods(route, ["GET"], http => Show(clock).ExecuteAsync(http));
        endpoints.MapMethods(route, ["PUT"], async http => await (await Set(clock, http.Request)).ExecuteAsync(http));
        endpoints.MapMethods(route, ["DELETE"], http =>
        {
            clock.Reset();
            return Show(clock).ExecuteAsync(http);
        });
    }

    private static IResult Show(TestClock clock) => Results.Json(new
    {
        now = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        shifted = clock.IsShifted,
    });

    private static async Task<IResult> Set(TestClock clock, HttpRequest request)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            if (body.RootElement.ValueKind != JsonValueKind.Object
                || !body.RootElement.TryGetProperty("now", out var value) || value.ValueKind != JsonValueKind.String
                || !DateTimeOffset.TryParseExact(value.GetString(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var now))
            {
                return Wrong("Send {\"now\": \"2026-03-01T00:00:00+09:00\"}: an RFC 3339 instant with its offset.");
            }
            clock.Set(now);
            return Show(clock);
        }
        catch (JsonException)
        {
            return Wrong("The body is not JSON.");
        }
        catch (ArgumentOutOfRangeException e)
        {
            return Wrong(e.Message);
        }
    }

    private static IResult Wrong(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}
