using Functions.Http;
using Functions.Members;
using Functions.Programs;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Programs;

namespace Functions.MyPage;

/// <summary>The way into My Page: an address, a mail, a button. A link alone signs nobody in, because mail scanners open links.</summary>
public sealed class LoginFunction(
    LoginLinks links, MemberSessions sessions, SessionCookie cookie, EvenAnswers even, MemberKeys keys, ClientLimits limits, ProgramCatalogue programs, TimeProvider clock)
{
    private const string Route = "mypage/{program}/login";

    [Function("ChooseMyPage"), Page, Access(Role.Public)]
    public IResult Choose([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "mypage")] HttpRequest request) =>
        LoginPages.Choose(Visit.Of(request), programs.ById.Values);

    [Function("LoginPage"), Page, Access(Role.Public)]
    public IResult Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string program) =>
        AskIn(VisitOf(request, program));

    [Function("SendLoginLink"), Page, Access(Role.Public)]
    public async Task<IResult> Send(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string program)
    {
        var visit = VisitOf(request, program);
        var address = (await FormFields.Read(request, request.Aborted())).Plain("email");
        if (address is null || !EmailAddress.IsWellFormed(address))
            return AskIn(visit, address ?? "", isWrong: true);
        // Whether the guess was right is told to nobody, so every one counts.
        limits.CountWrongGuess(request.HttpContext);
        await even.After(keys.EmailKey(program, address), () => links.Send(program, address, request.Aborted()));
        return SeeOther.To($"/mypage/{program}/login/sent");
    }

    [Function("LoginLinkSent"), Page, Access(Role.Public)]
    public IResult Sent([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/sent")] HttpRequest request, string program) =>
        LoginPages.Sent(VisitOf(request, program));

    [Function("LoginLink"), Page, Access(Role.Public)]
    public IResult Link([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/link")] HttpRequest request, string program) =>
        LoginPages.Link(VisitOf(request, program), request.Query["code"].ToString());

    [Function("Login"), Page, Access(Role.Public)]
    public async Task<IResult> Enter(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/link")] HttpRequest request, string program)
    {
        var visit = VisitOf(request, program);
        limits.ThrowIfSpent(request.HttpContext);
        var code = (await FormFields.Read(request, request.Aborted()))["code"];
        if (await links.Use(program, code, request.Aborted()) is { } member)
        {
            cookie.Write(request.HttpContext.Response, await sessions.Start(member, request.Aborted()));
            return SeeOther.To($"/mypage/{program}");
        }

        // Pressed twice: the first press has signed in.
        if (cookie.Read(request) is { } token && await sessions.Find(token, program, request.Aborted()) is not null)
            return SeeOther.To($"/mypage/{program}");
        limits.CountWrongGuess(request.HttpContext);
        return LoginPages.Spent(visit);
    }

    private Page AskIn(Visit visit, string address = "", bool isWrong = false) =>
        LoginPages.Ask(visit, visit.Program!.TermsOn(visit.Program.DateOf(clock.GetUtcNow())), address, isWrong);

    private Visit VisitOf(HttpRequest request, string program) => programs.ById.TryGetValue(program, out var found)
        ? Visit.Of(request, found)
        : throw new ProblemException(Problem.NotFound("program-unknown", "There is no such program."));
}
