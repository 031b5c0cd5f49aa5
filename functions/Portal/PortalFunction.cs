using Functions.Http;
using Functions.Programs;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Portal;

/// <summary>The way in for everybody: which programs there are, and what each of them is, from its terms.</summary>
public sealed class PortalFunction(ProgramCatalogue programs, TimeProvider clock)
{
    [Function("Portal"), Page, Access(Role.Public)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{root:maxlength(0)?}")] HttpRequest request) =>
        PortalPage.Of(Visit.Of(request), [.. programs.ById.Values]);

    [Function("ProgramPage"), Page, Access(Role.Public)]
    public IResult Program([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "programs/{program}")] HttpRequest request, string program) =>
        programs.ById.TryGetValue(program, out var found)
            ? ProgramPage.Of(Visit.Of(request, found), found, found.DateOf(clock.GetUtcNow()))
            : throw new ProblemException(Problem.NotFound("program-unknown", "There is no such program."));
}
