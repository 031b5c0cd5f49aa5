using Functions.Cards;
using Functions.Http;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.MyPage;

/// <summary>The code that a member shows at the front to get a card (KKR-P-cards). A form makes it; the page shows the same one until it is used or has ended.</summary>
public sealed class MyRegistrationCodeFunction(MemberVisits visits, RegistrationCodes codes)
{
    private const string Route = "mypage/{program}/registration-code";

    [Function("RegistrationCodePage"), Page, Access(Role.Member)]
    public async Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request)
    {
        var member = await visits.Open(request, request.Aborted());
        return member.MayAddCard
            ? RegistrationCodePages.Of(member, await codes.Current(member.Member, member.Program, request.Aborted()))
            : RegistrationCodePages.NotOffered(member);
    }

    [Function("MakeRegistrationCode"), Page, Access(Role.Member, Changes = true)]
    public async Task<IResult> Make([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request)
    {
        var member = await visits.Open(request, request.Aborted());
        if (!member.MayAddCard)
            return RegistrationCodePages.NotOffered(member);
        if (await codes.Current(member.Member, member.Program, request.Aborted()) is null)
            await codes.Issue(member.Member.MemberId, OperationId.Of(request.HttpContext), Operation.ByMember, member.Program, request.Aborted());
        return SeeOther.To($"{member.Home}/registration-code");
    }
}
