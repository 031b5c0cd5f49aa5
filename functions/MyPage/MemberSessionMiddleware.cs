using Functions.Http;
using Functions.Programs;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Functions.MyPage;

/// <summary>
/// Nobody reaches a function of <see cref="Role.Member"/> without a session of the program in its path, and no form of
/// another page is taken: both are asked here, so that no function can forget to ask.
/// </summary>
public sealed class MemberSessionMiddleware(MemberSessions sessions, SessionCookie cookie, ProgramCatalogue programs) : IFunctionsWorkerMiddleware
{
    /// <summary>What the ledger names as the one who asked.</summary>
    public const string By = Points.Ledger.Operation.ByMember;

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http || AccessAttribute.Of(context) is not { Role: Role.Member } access)
        {
            await next(context);
            return;
        }

        // /mypage/{program}/…
        var program = http.Request.Path.Value!.Split('/') is [_, _, var named, ..] && programs.ById.ContainsKey(named) ? named : null;
        if (program is null)
            throw new ProblemException(Problem.NotFound("program-unknown", "There is no such program."));
        if (cookie.Read(http.Request) is not { } token || await sessions.Find(token, program, context.CancellationToken) is not { } session)
        {
            context.GetInvocationResult().Value = SeeOther.To($"/mypage/{program}/login");
            return;
        }

        var formToken = sessions.FormTokenOf(token);
        http.Features.Set(session);
        http.Features.Set(new FormToken(formToken));
        http.Features.Set(new Caller(By, program, Facility: null, Role.Member));
        if (HttpMethods.IsPost(http.Request.Method))
            await SessionForm.Check(http, formToken, access.Changes, context.CancellationToken);
        await next(context);
    }
}
