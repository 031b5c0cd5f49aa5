using Functions.Http;
using Functions.Members;
using Functions.Programs;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;
using Points.Programs;

namespace Functions.MyPage;

/// <summary>A person without a card registers (KKR-P-cards): a form, and one answer for every address. The mail tells its reader the rest.</summary>
public sealed class RegisterFunction(OnlineRegistration registration, MemberKeys keys, EvenAnswers even, ClientLimits limits, ProgramCatalogue programs, TimeProvider clock)
{
    private const string Route = "mypage/{program}/register";

    [Function("RegisterPage"), Page, Access(Role.Public)]
    public IResult Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string program)
    {
        var (visit, terms) = Offer(request, program);
        return RegisterPages.Ask(visit, terms, _ => null);
    }

    [Function("RegisterOnPage"), Page, Access(Role.Public)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string program)
    {
        var (visit, terms) = Offer(request, program);
        var form = await FormFields.Read(request, request.Aborted());
        var (known, today) = (visit.Program!, visit.Program!.DateOf(clock.GetUtcNow()));
        var said = PersonForm.Read(form);
        (said["email"], said["newsMail"]) = (form.Plain("email"), form["newsMail"].Length > 0);
        var body = RequestBody.Of(said);
        var data = HolderFields.ReadWithNews(body.Fields, today);
        List<string> wrong = [.. body.Fields.WrongOnes.Union(RegisterPages.Required(terms).Where(field => said[field] is null))];
        // Terms that came into force while the form was open have not been agreed to.
        if (form[RegisterPages.Agreed] != RegisterPages.Version(terms))
            wrong.Add(RegisterPages.Agreed);
        if (wrong.Count > 0)
            return RegisterPages.Ask(visit, terms, field => form[field], wrong);
        if (Joining.Refuse(data.BirthDate, today, terms) is { } young)
            return RegisterPages.Refused(visit, young);

        var email = keys.EmailKey(known.Id, data.Email!);
        limits.CountRegistration(request.HttpContext, email);
        // A form that was corrected and sent again is another registration; the same one is the same.
        var operationId = $"{Operation(form)}.{body.Hash(known.Id)[..22]}";
        await even.AtLeast(() => registration.Run(data, known, operationId, body.Hash(known.Id), request.Aborted()));
        return SeeOther.To($"/mypage/{known.Id}/register/sent");
    }

    [Function("RegistrationSent"), Page, Access(Role.Public)]
    public IResult Sent([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/sent")] HttpRequest request, string program) =>
        RegisterPages.Sent(Offer(request, program).Visit);

    /// <exception cref="ProblemException">404 where there is no such program, or its members join at the front desk alone.</exception>
    private (Visit Visit, Terms Terms) Offer(HttpRequest request, string program) =>
        programs.ById.TryGetValue(program, out var found) && found.TermsOn(found.DateOf(clock.GetUtcNow())) is { Cards.RegistrationCodes: not null } terms
            ? (Visit.Of(request, found), terms)
            : throw new ProblemException(Problem.NotFound("registration-not-offered", "このポイントサービスの入会は施設で承ります。"));

    private static string Operation(FormFields form) =>
        form[Form.OperationField] is var id && id.StartsWith(Form.OperationPrefix, StringComparison.Ordinal) && OperationId.IsWellFormed(id)
            ? id : throw new ProblemException(Problem.BadRequest("idempotency-key-invalid", "フォームを開き直してください。"));
}
