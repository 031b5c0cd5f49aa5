using Functions.Http;
using Functions.Members;
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
        string program, CancellationToken cancellation)
    {
        var caller = Caller.Of(request.HttpContext);
        caller.OfProgram(program, programs);
        var body = await RequestBody.Read(request, cancellation);
        var fields = body.Fields;
        var today = programs[program].DateOf(clock.GetUtcNow());
        var cards = programs[program].TermsOn(today).Cards;
        var holder = fields.OptionalObject("holder") is { } person ? HolderFields.Read(person, today) : null;
        var joinedOn = fields.OptionalDate("joinedOn");
        if (joinedOn > today)
            fields.Wrong("joinedOn", "must not be in the future", 0);
        var asked = new IssueRequest(
            new CardRequest(
                fields.Choice("medium", cards.Media.Is),
                fields.OptionalChoice("memberClass", cards.MemberClasses.Is) ?? cards.MemberClasses.Is[^1],
                fields.OptionalChoice("holderKind", cards.HolderKinds.Is) ?? cards.HolderKinds.Is[0],
                joinedOn, holder?.BirthDate, fields.OptionalChoice("cardType", cards.CardTypes?.Is ?? [])),
            fields.OptionalText("chipId"),
            fields.OptionalInstant("occurredAt"),
            holder,
            fields.OptionalText("registrationCode"));
        var mainCard = fields.OptionalText("familyOf", maxLength: 256);
        foreach (var (field, isSent) in ((string, bool)[])[("holder", holder is not null), ("familyOf", mainCard is not null)])
        {
            if (isSent && asked.RegistrationCode is not null)
                fields.Wrong(field, "must be left out with registrationCode, which names the member", 0);
        }

        fields.ThrowIfWrong();
        if (mainCard is not null && IssueFamilyCard.Shares(asked.Card.CardType, programs[program].TermsOn(today)))
            return await family.Run(Call.About(mainCard, body, request.HttpContext, programs, EntryKind.Issue), asked, cancellation);
        return await issue.Run(asked, caller, programs[program], OperationId.Of(request.HttpContext), body.Hash(EntryKind.Issue), cancellation);
    }
}
