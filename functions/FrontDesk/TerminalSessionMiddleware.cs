using Functions.Http;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Functions.FrontDesk;

/// <summary>Keeps a terminal's session in its browser: never sent along from another site. It outlives a restart of the browser, as a power cut makes one.</summary>
public sealed class TerminalCookie(Settings settings) : SessionCookie(settings, "front", SameSiteMode.Strict, settings.SessionAge);

/// <summary>Nobody reaches a page for terminals without a session of a key that is good and may do it, and no form of another page is taken.</summary>
public sealed class TerminalSessionMiddleware(TerminalSessions sessions, TerminalCookie cookie) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http || !PageAttribute.IsOn(context) || AccessAttribute.Of(context) is not { Role: >= Role.Pos } access)
        {
            await next(context);
            return;
        }

        if (cookie.Read(http.Request) is not { } token || await sessions.Find(token, context.CancellationToken) is not { } session)
        {
            context.GetInvocationResult().Value = SeeOther.To("/front/login");
            return;
        }

        if (session.Caller.Role < access.Role)
            throw new ProblemException(new Problem(403, "forbidden", "The key's role does not allow this."));
        var formToken = sessions.FormTokenOf(token);
        http.Features.Set(session);
        http.Features.Set(session.Caller);
        http.Features.Set(new FormToken(formToken));
        if (HttpMethods.IsPost(http.Request.Method))
            await SessionForm.Check(http, formToken, access.Changes, context.CancellationToken);
        await next(context);
    }
}
