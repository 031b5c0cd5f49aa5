using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Functions.Ledger;
using Points.Ledger;

namespace Functions.Http;

/// <summary>An RFC 9457 answer with our stable code and the clauses that refuse.</summary>
public sealed record Problem(int Status, string Code, string Title, string? Detail = null) : IResult
{
    public IReadOnlyList<string> Clauses { get; init; } = [];

    /// <summary>Field → what is wrong with it and what to send instead.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    public int? RetryAfterSeconds { get; init; }

    /// <summary>What an earlier operation answered, where this one asks for the same thing again.</summary>
    public MutationAnswer? Earlier { get; init; }

    public static Problem BadRequest(string code, string detail) => new(400, code, "The request is not valid.", detail);

    public static Problem BadFields(IReadOnlyDictionary<string, string[]> errors) =>
        BadRequest("invalid-fields", $"Wrong: {string.Join(", ", errors.Keys)}. See errors for each of them.") with { Errors = errors };

    public static Problem NotFound(string code, string detail) => new(404, code, "Not found.", detail);

    /// <param name="wait">After that there is one more.</param>
    public static Problem TooMany(string title, TimeSpan wait) =>
        new(429, "too-many-requests", title, "Wait for Retry-After seconds.")
        {
            RetryAfterSeconds = int.Max(1, (int)Math.Ceiling(wait.TotalSeconds)),
        };

    public static Problem From(Refused refused) => new(StatusOf(refused.Code), refused.Code, "規約により承れません。", refused.Detail) { Clauses = refused.Clauses };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "application/problem+json";
        if (RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        var body = new ProblemBody($"urn:points:problem:{Code}", Title, Status, Detail, Code, Clauses, Errors, Earlier);
        await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body, AnswerJson.Readable.ProblemBody), httpContext.RequestAborted);
    }

    private static int StatusOf(string refusal) => refusal switch
    {
        "card-unknown" or "operation-unknown" => 404,
        "card-retired" => 410,
        "card-suspended" or "already-suspended" or "legacy-card-used" or "not-suspended" or "not-resumable" or "loss-not-reported" or "insufficient-points" or "would-go-negative" or "already-voided" or "operation-conflict" or "email-taken" or "membership-ended" or "operation-fenced" or "one-card-per-member" => 409,
        _ => 422,
    };
}

public sealed record ProblemBody(
    string Type, string Title, int Status, string? Detail, string Code, IReadOnlyList<string> Clauses,
    IReadOnlyDictionary<string, string[]>? Errors, MutationAnswer? Earlier);

/// <summary>Leaves the request with a problem as its answer; only the edge throws it.</summary>
public sealed class ProblemException(Problem problem) : Exception(problem.Code)
{
    public Problem Problem => problem;
}
