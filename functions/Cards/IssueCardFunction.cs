using Functions.Http;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.Cards;

public sealed class IssueCardFunction(CardIssue issue, ProgramCatalogue programs, TimeProvider clock)
{
    [Function("IssueCard"), Access(Role.Front, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/programs/{program}/cards")] HttpRequest request,
        string program, CancellationToken cancellation)
    {
        var caller = Caller.Of(request.HttpContext);
        if (caller.Program != program)
            throw new ProblemException(Problem.NotFound("program-unknown", "The key is for another program."));

        var body = await RequestBody.Read(request, cancellation);
        var terms = programs[program].TermsOn(programs[program].DateOf(clock.GetUtcNow()));
        var asked = new IssueRequest(
            new CardRequest(
                body.Fields.Choice("medium", terms.Cards.Media.Is),
                body.Fields.OptionalChoice("memberClass", terms.Cards.MemberClasses.Is) ?? terms.Cards.MemberClasses.Is[^1],
                body.Fields.OptionalChoice("holderKind", terms.Cards.HolderKinds.Is) ?? terms.Cards.HolderKinds.Is[0]),
            body.Fields.OptionalText("chipId"),
            body.Fields.OptionalInstant("occurredAt"));
        body.Fields.ThrowIfWrong();
        return await issue.Run(asked, caller, programs[program], OperationId.Of(request.HttpContext), body.Hash(EntryKind.Issue), cancellation);
    }
}
