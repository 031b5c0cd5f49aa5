using Functions.Http;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.MyPage;

/// <summary>Ends this session, or all of the member's.</summary>
public sealed class LogoutFunction(MemberSessions sessions, SessionCookie cookie, MemberVisits visits)
{
    [Function("SessionsPage"), Page, Access(Role.Member)]
    public async Task<IResult> Ask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "mypage/{program}/sessions")] HttpRequest request)
    {
        var member = await visits.Open(request, request.Aborted());
        var visit = member.Visit;
        return member.Page(visit["すべての端末からログアウト", "Sign out everywhere"], Html.Of($"""
            <p>{visit["お使いのすべての端末で、マイページからログアウトします。携帯電話を紛失したときなどにご利用ください。", "Ends My Page on all your devices, for example after losing a phone."]}</p>
            {Form.Of(visit, $"{member.Home}/logout", Html.Of($"{Form.Hidden("everywhere", "yes")}{Form.Submit(visit["すべてログアウトする", "Sign out everywhere"])}"))}
            """)) with { IsNarrow = true };
    }

    [Function("Logout"), Page, Access(Role.Member)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "mypage/{program}/logout")] HttpRequest request, string program)
    {
        var session = MemberSession.Of(request.HttpContext);
        if ((await FormFields.Read(request, request.Aborted()))["everywhere"].Length > 0)
            await sessions.EndAll(session.Member.MemberId, request.Aborted());
        await sessions.End(session.Token, request.Aborted());
        cookie.Remove(request.HttpContext.Response);
        return SeeOther.To($"/mypage/{program}/login");
    }
}
