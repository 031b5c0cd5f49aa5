using Functions.Http;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Functions.Ledger;
using Points.Cards;
using Points.Ledger;

namespace Functions.Cards;

public sealed class IssueCardFunction(CardIssue issue, FamilyCardIssue family, ProgramCatalogue programs, TimeProvider clock)
{
    [Function("IssueCard"), Access(Role.Front, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/programs/{program}/cards")] HttpRequest request,
        string program)
    {
        var caller = Caller.Of(request.HttpContext);
        caller.OfProgram(program, programs);
        var body = await RequestBody.Read(request, request.Aborted());
        var today = programs[program].DateOf(clock.GetUtcNow());
        var (asked, mainCard) = IssueFields.Read(body.Fields, programs[program], today);
        if (mainCard is not null && IssueFamilyCard.Shares(asked.Card.CardType, programs[program].TermsOn(today)))
            return await family.Run(Call.About(mainCard, body, request.HttpContext, programs, EntryKind.Issue), asked, request.Aborted());
        return await issue.Run(
            asked, caller, programs[program], OperationId.Of(request.HttpContext), body.Hash(EntryKind.Issue), request.Aborted());
    }
}
