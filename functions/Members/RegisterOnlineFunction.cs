using Functions.Http;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.Members;

public sealed record OnlineAnswer(string Program, bool MailSent);

/// <summary>The first step to a card for a person who has none. The answer never says whether an address is known.</summary>
public sealed class RegisterOnlineFunction(OnlineRegistration registration, MemberKeys keys, ClientLimits limits, ProgramCatalogue programs, TimeProvider clock)
{
    [Function("RegisterOnline"), Access(Role.Public, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/programs/{program}/members")] HttpRequest request,
        string program)
    {
        if (!programs.ById.TryGetValue(program, out var known))
            return Problem.NotFound("program-unknown", "There is no such program.");
        var body = await RequestBody.Read(request, request.Aborted());
        var today = known.DateOf(clock.GetUtcNow());
        var data = HolderFields.ReadWithNews(body.Fields, today);
        foreach (var field in (string[])["name", "kana", "birthDate", "email"])
        {
            if (!body.Fields.Has(field))
                body.Fields.Wrong(field, "is required", 0);
        }

        body.Fields.ThrowIfWrong();
        var terms = known.TermsOn(today);
        if (terms.Cards.RegistrationCodes is null)
            return new Problem(422, "registration-not-offered", "規約により承れません。", "このポイントサービスの入会は施設で承ります。");
        if (Joining.Refuse(data.BirthDate, today, terms) is { } young)
            return Problem.From(young);

        limits.CountRegistration(request.HttpContext, keys.EmailKey(program, data.Email!));
        var outcome = await registration.Run(data, known, OperationId.Of(request.HttpContext), body.Hash(program), request.Aborted());
        return outcome == OnlineOutcome.Conflict
            ? new Problem(409, "operation-conflict", "The Idempotency-Key is taken.", "It was used before with another body. Use a new key for a new operation.")
            : new Answer(202, Answer.Bytes(new OnlineAnswer(program, MailSent: true), AnswerJson.Readable.OnlineAnswer)) { Replayed = outcome == OnlineOutcome.MailedBefore };
    }
}
