using System.Globalization;
using Functions.Http;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Programs;

namespace Functions.Programs;

/// <summary>Two versions of a program's terms side by side: a page for people, JSON for programs.</summary>
public sealed class ComparisonFunction(ProgramCatalogue programs)
{
    [Function("Comparison"), Access(Role.Public)]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/programs/{program}/comparison")] HttpRequest request, string program)
    {
        if (!programs.ById.TryGetValue(program, out var found))
            throw new ProblemException(Problem.NotFound("program-unknown", $"Known programs: {string.Join(", ", programs.ById.Keys)}."));
        Dictionary<string, string[]> mistakes = [];
        var (from, to) = (Date(request, "from", mistakes), Date(request, "to", mistakes));
        if (mistakes.Count > 0)
            throw new ProblemException(Problem.BadFields(mistakes));

        request.HttpContext.Response.Headers.Vary = "Accept";
        var comparison = Comparison.Of(found, from, to);
        return Accepts.Html(request) ? ComparisonPage.Of(comparison, found) : Answer.Of(200, comparison, AnswerJson.Readable.Comparison);
    }

    private static DateOnly Date(HttpRequest request, string name, Dictionary<string, string[]> mistakes)
    {
        string? text = request.Query[name];
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        mistakes[name] = [string.IsNullOrEmpty(text) ? "is required" : "must be a date, e.g. 2026-03-31"];
        return default;
    }
}
