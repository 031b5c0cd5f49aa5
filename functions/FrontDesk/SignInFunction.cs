using Functions.Http;
using Functions.Keys;
using Functions.Programs;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.FrontDesk;

/// <summary>A terminal shows its key once; from then on its browser has a session.</summary>
public sealed class SignInFunction(KeyStore keys, TerminalSessions sessions, TerminalCookie cookie, ClientLimits limits, ProgramCatalogue programs)
{
    private const string Route = "front/login";

    [Function("FrontSignInPage"), Page, Access(Role.Public)]
    public async Task<IResult> Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request) =>
        cookie.Read(request) is { } token && await sessions.Find(token, request.Aborted()) is not null ? SeeOther.To(DeskVisit.Home) : SignInPage.Of(request);

    [Function("FrontSignIn"), Page, Access(Role.Public)]
    public async Task<IResult> Enter([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request)
    {
        limits.ThrowIfSpent(request.HttpContext);
        var credential = (await FormFields.Read(request, request.Aborted()))["key"];
        // A key may be of a program that is not served any more.
        if (await keys.Authenticate(credential.AsMemory(), request.Aborted()) is not { } caller || !programs.ById.ContainsKey(caller.Program))
        {
            limits.CountWrongGuess(request.HttpContext);
            return SignInPage.Of(request, "このキーは使えません。もう一度入力してください。");
        }

        if (caller.Role < Role.Front)
            return SignInPage.Of(request, "これはレジ用のキーです。フロント用または運営者用のキーを入力してください。");
        cookie.Write(request.HttpContext.Response, await sessions.Start(caller, credential, cookie.Read(request), request.Aborted()));
        return SeeOther.To("/front");
    }

    [Function("FrontSignOut"), Page, Access(Role.Front)]
    public async Task<IResult> Leave([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "front/logout")] HttpRequest request)
    {
        await sessions.End(TerminalSession.Of(request.HttpContext).Token, request.Aborted());
        cookie.Remove(request.HttpContext.Response);
        return SeeOther.To("/front/login");
    }
}

public static class SignInPage
{
    /// <summary>What was typed is not shown again: it may be a key with one wrong letter.</summary>
    public static Page Of(HttpRequest request, string? mistake = null)
    {
        var visit = Visit.Of(request) with { InEnglish = false };
        return new Page(visit, "フロント端末のサインイン", Html.Of($"""
            {Form.Mistakes(visit, mistake is null ? [] : [mistake])}
            {Form.Of(visit, "/front/login", Html.Of($"""
                {Form.Input("key", "端末キー", type: "password", hint: "この端末に割り当てられたキーを入力してください。", mistake: mistake, autocomplete: "off", required: true, maxLength: 256, focus: true)}
                {Form.Submit("サインインする")}
                """))}
            """)) { IsNarrow = true, HasLanguages = false, HomeAddress = "/front", Status = mistake is null ? 200 : 403 };
    }
}
