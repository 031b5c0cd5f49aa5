using Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Programs;

namespace Functions.Programs;

public sealed record ProgramLine(string Id, string Name, string Operator, string TermsTitle, IReadOnlyList<DateOnly> Versions);

/// <summary>The programs and their terms in force, as the same data that decides.</summary>
public sealed class ProgramsFunction(ProgramCatalogue programs, TimeProvider clock)
{
    [Function("Programs"), Access(Role.Public)]
    public IResult All([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/programs")] HttpRequest request) =>
        Answer.Of<IReadOnlyList<ProgramLine>>(200,
            [.. programs.ById.Values.Select(p => new ProgramLine(p.Id, p.Name, p.Operator, p.TermsTitle, [.. p.Versions.Select(terms => terms.EffectiveFrom)]))],
            AnswerJson.Readable.IReadOnlyListProgramLine);

    [Function("Program"), Access(Role.Public)]
    public IResult One(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/programs/{program}")] HttpRequest request, string program)
    {
        if (!programs.ById.TryGetValue(program, out var found))
            throw new ProblemException(Problem.NotFound("program-unknown", $"Known programs: {string.Join(", ", programs.ById.Keys)}."));
        var query = new QueryFields(request.Query);
        var date = query.Date("on") ?? found.DateOf(clock.GetUtcNow());
        query.ThrowIfWrong();
        return Answer.Of(200, found with { Versions = [found.TermsOn(date)] }, ReadableProgram.Json);
    }
}
