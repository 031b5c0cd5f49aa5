using Functions.Http;
using Functions.Members;
using Functions.Programs;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.MyPage;

/// <summary>Where the link of a confirmation mail leads: a page with a button, because mail scanners open links.</summary>
public sealed class ConfirmPageFunction(MailConfirmation confirmation, ClientLimits limits, ProgramCatalogue programs, TimeProvider clock)
{
    public const string Route = "mypage/confirm";

    [Function("ConfirmMailPage"), Page, Access(Role.Public)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = Route)] HttpRequest request)
    {
        var visit = Visit.Of(request);
        if (HttpMethods.IsGet(request.Method))
            return ConfirmPages.Ask(visit, request.Query["code"].ToString());
        limits.ThrowIfSpent(request.HttpContext);
        if (await confirmation.Confirm((await FormFields.Read(request, request.Aborted()))["code"], request.Aborted()) is { } confirmed)
        {
            var program = programs[confirmed];
            return ConfirmPages.Done(visit with { Program = program }, program.TermsOn(program.DateOf(clock.GetUtcNow())).Cards.RegistrationCodes is not null);
        }

        limits.CountWrongGuess(request.HttpContext);
        return ConfirmPages.Spent(visit);
    }
}
