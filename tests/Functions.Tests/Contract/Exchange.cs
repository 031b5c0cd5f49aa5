using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Functions.Tests.Contract;

/// <summary>One request and its answer.</summary>
/// <param name="RequestBody">Null when there was none, or none that can be read twice.</param>
internal sealed record Exchange(
    HttpRequestMessage Request, string? RequestBody, bool HasUnreadableBody, HttpResponseMessage Response, string ResponseBody)
{
    private const string Json = "json";

    public int Status => (int)Response.StatusCode;

    private bool Succeeded => Response.IsSuccessStatusCode;

    /// <summary>Everything in which the exchange breaks the contract.</summary>
    public IReadOnlyList<Mistake> Mistakes(OpenApi contract)
    {
        var uri = Request.RequestUri!;
        // Pages are for people and are tested in a browser.
        if (!uri.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal) && !uri.AbsolutePath.StartsWith("/admin/", StringComparison.Ordinal))
            return [];
        if (contract.Find(Request.Method, uri.AbsolutePath) is not var (call, pathValues))
            return Status == 404 ? [] : [new Mistake("path", "is not in openapi.yaml, yet the app did not answer 404")];
        if (!call.Answers.TryGetValue(Status, out var declared))
            return [new Mistake("status", $"{Status} is not declared for this call: {ResponseBody}")];

        var answer = Parsed(ResponseBody, Response.Content.Headers.ContentType?.MediaType);
        return
        [
            .. AnswerMistakes(declared, answer).Select(mistake => mistake with { Path = $"answer {mistake.Path}".TrimEnd() }),
            .. ProblemMistakes(call, answer),
            .. RequestMistakes(call, pathValues, QueryHelpers.ParseQuery(uri.Query).ToDictionary(q => q.Key, q => q.Value.ToString()), answer),
        ];
    }

    private List<Mistake> AnswerMistakes(DeclaredAnswer declared, JsonElement? answer)
    {
        List<Mistake> mistakes = [.. declared.Headers.SelectMany(header => header.MistakesIn(Header(header.Name)))];
        foreach (var name in new[] { "Idempotent-Replayed", "Retry-After" }.Where(name => Header(name) is not null && declared.Headers.All(header => header.Name != name)))
            mistakes.Add(new Mistake(name, "is not declared for this answer"));

        var type = Response.Content.Headers.ContentType?.MediaType;
        if (declared.Content.Count == 0)
        {
            if (ResponseBody.Length > 0)
                mistakes.Add(new Mistake("", $"must have no body, not {ResponseBody}"));
        }
        else if (type is null || !declared.Content.TryGetValue(type, out var schema))
        {
            mistakes.Add(new Mistake("Content-Type", $"must be {string.Join(" or ", declared.Content.Keys)}, not {type ?? "absent"}"));
        }
        else if (type.EndsWith(Json, StringComparison.Ordinal))
        {
            if (answer is { } body)
                schema.Find(body, "", mistakes);
            else
                mistakes.Add(new Mistake("", $"is not JSON: {ResponseBody}"));
        }

        return mistakes;
    }

    /// <summary>What binds the fields of a problem to each other and to the status.</summary>
    private IEnumerable<Mistake> ProblemMistakes(DeclaredCall call, JsonElement? answer)
    {
        if (Succeeded || call.IsLocalOnly || answer is not { ValueKind: JsonValueKind.Object } problem || !problem.TryGetProperty("code", out var code))
            yield break;
        if (problem.GetProperty("status").GetInt32() != Status)
            yield return new Mistake("answer status", $"must be {Status}");
        if (problem.GetProperty("type").GetString() != $"urn:points:problem:{code}")
            yield return new Mistake("answer type", $"must name the code {code}");
        if (Status == 500)
            yield return new Mistake("status", "500 is declared, for callers must know what to do, but it is never right");
    }

    /// <summary>What the app took must fit the contract; what it called wrong the contract must call wrong, field by field.</summary>
    private IReadOnlyList<Mistake> RequestMistakes(
        DeclaredCall call, Dictionary<string, string> pathValues, Dictionary<string, string> query, JsonElement? answer)
    {
        if (Succeeded)
        {
            return
            [
                .. ParameterMistakes(call, pathValues, query).Concat(BodyMistakes(call)).Concat(UnknownParts(call, query))
                    .Select(mistake => mistake with { Path = $"request {mistake.Path}".TrimEnd() }),
            ];
        }

        if (Status != 400 || call.IsLocalOnly || HasUnreadableBody || answer is not { ValueKind: JsonValueKind.Object } problem)
            return [];
        var code = problem.GetProperty("code").GetString()!;
        if (code.StartsWith("idempotency-key-", StringComparison.Ordinal))
            return ParameterMistakes(call, pathValues, query).Any() ? [] : [new Mistake("request", $"was refused as {code}, but the contract finds its operation id right")];
        return code == "invalid-fields" ? Disagreements([.. ParameterMistakes(call, pathValues, query), .. BodyMistakes(call)], problem) : [];
    }

    private List<Mistake> Disagreements(IReadOnlyList<Mistake> bySchema, JsonElement problem)
    {
        if (!problem.TryGetProperty("errors", out var errors))
            return bySchema.Count > 0 ? [] : [new Mistake("request", "was refused, but the contract finds it right")];
        var body = Parsed(RequestBody, Json);
        List<Mistake> disagreements = [];
        foreach (var error in errors.EnumerateObject().Where(error => bySchema.All(mistake => mistake.Path != error.Name)))
        {
            if (error.Value.EnumerateArray().Any(message => !BeyondSchema.Explains(error.Name, message.GetString()!, body)))
                disagreements.Add(new Mistake($"request {error.Name}", $"was refused ({error.Value.GetRawText()}), but the contract finds it right"));
        }

        // A mistake of the whole body has no field that the app could name.
        foreach (var mistake in bySchema.Where(mistake => mistake.Path.Length > 0 && !errors.TryGetProperty(mistake.Path, out _)))
            disagreements.Add(new Mistake($"request {mistake.Path}", $"{mistake.Problem} by the contract, but the app does not name it"));
        return disagreements;
    }

    private IEnumerable<Mistake> ParameterMistakes(DeclaredCall call, Dictionary<string, string> pathValues, Dictionary<string, string> query) =>
        call.Parameters.SelectMany(parameter => parameter.MistakesIn(parameter.In switch
        {
            "path" => pathValues.GetValueOrDefault(parameter.Name),
            "query" => query.GetValueOrDefault(parameter.Name),
            _ => Request.Headers.NonValidated.TryGetValues(parameter.Name, out var values) ? values.ToString() : null,
        }));

    private IEnumerable<Mistake> BodyMistakes(DeclaredCall call)
    {
        if (call.Body.Count == 0 || HasUnreadableBody)
            return [];
        var schema = call.Body.Values.Single();
        return Parsed(RequestBody, Json) is { } body ? schema.MistakesIn(body) : [new Mistake("", "must be JSON")];
    }

    private IEnumerable<Mistake> UnknownParts(DeclaredCall call, Dictionary<string, string> query)
    {
        foreach (var name in query.Keys.Where(name => !call.Parameters.Any(parameter => parameter.In == "query" && parameter.Name == name)))
            yield return new Mistake(name, "is no parameter of this call");
        if (call.Body.Count == 0 && RequestBody is { Length: > 0 })
            yield return new Mistake("", "must have no body");
        if (call.Body.Count > 0 && Request.Content?.Headers.ContentType?.MediaType is var type && !call.Body.ContainsKey(type ?? ""))
            yield return new Mistake("Content-Type", $"must be {string.Join(" or ", call.Body.Keys)}, not {type ?? "absent"}");
        if (!call.IsPublic && !Request.Headers.Contains(call.KeyHeader))
            yield return new Mistake(call.KeyHeader, "is missing, yet the call succeeded");
    }

    private string? Header(string name) => Response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static JsonElement? Parsed(string? text, string? mediaType)
    {
        if (text is null || mediaType?.EndsWith(Json, StringComparison.Ordinal) != true)
            return null;
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
