using System.Text.Json.Nodes;
using Functions.Http;
using Functions.Members;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.MyPage;

/// <summary>Member data, news and notices, changed by the member; the ledger keeps which fields changed (KKR-8).</summary>
public sealed class MemberDataFunction(MemberVisits visits, Procedures procedures, MemberRegistration registration)
{
    private const string Route = "mypage/{program}/data";
    private const string NoticesRoute = "mypage/{program}/notices";

    [Function("MemberDataPage"), Page, Access(Role.Member)]
    public async Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request)
    {
        var member = await visits.Open(request, request.Aborted());
        return MemberDataPage.Of(member, MemberDataPage.ValuesOf(member.Member), request.Query["mailed"].Count > 0);
    }

    [Function("ChangeMemberData"), Page, Access(Role.Member, Changes = true)]
    public async Task<IResult> Change([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request)
    {
        var (member, form) = (await visits.Open(request, request.Aborted()), await FormFields.Read(request, request.Aborted()));
        try
        {
            return await Run(request, member, PersonForm.Read(form), request.Aborted());
        }
        catch (ProblemException wrong) when (wrong.Problem.Errors is { } errors)
        {
            return MemberDataPage.Of(member, field => form[field], wrong: [.. errors.Keys]);
        }
    }

    [Function("NoticesPage"), Page, Access(Role.Member)]
    public async Task<IResult> Notices([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = NoticesRoute)] HttpRequest request) =>
        NoticesPage.Of(await visits.Open(request, request.Aborted()));

    [Function("ChangeNotices"), Page, Access(Role.Member, Changes = true)]
    public async Task<IResult> ChangeNotices([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = NoticesRoute)] HttpRequest request)
    {
        var (member, form) = (await visits.Open(request, request.Aborted()), await FormFields.Read(request, request.Aborted()));
        JsonArray noticeOf = form[NoticesPage.Points].Length > 0 ? [Member.PointsNotice] : [];
        return await Run(request, member, new JsonObject { ["newsMail"] = form[NoticesPage.News].Length > 0, ["noticeOf"] = noticeOf }, request.Aborted());
    }

    private async Task<IResult> Run(HttpRequest request, MemberVisit member, JsonObject said, CancellationToken cancellation)
    {
        // The data is one person's; the entry needs a card whose account keeps it.
        var card = member.LiveCards.FirstOrDefault() ?? throw new ProblemException(new Problem(409, "card-retired", "", "ご利用中のカードがないため、変更を承れません。"));
        if (await procedures.Done(request, member, card, cancellation) is { } done)
            return done;
        var call = procedures.CallOf(request, card, EntryKind.Member, said);
        var data = HolderFields.ReadWithNews(call.Fields, member.Today);
        call.ThrowIfWrong();
        return Procedures.Told(request, member, card, await registration.Run(call, data, cancellation));
    }
}
