using System.Text.Json.Nodes;
using Functions.Http;
using Functions.Ledger;
using Functions.Members;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.MyPage;

/// <summary>
/// A new e-mail address counts when the mail to it is confirmed. Whether the address is somebody else's is not told: the answer is the
/// same, and no mail goes out.
/// </summary>
public sealed class ChangeEmailFunction(
    MemberVisits visits, Procedures procedures, MemberRegistration registration, MemberKeys keys, MemberStore members, EvenAnswers even)
{
    [Function("ChangeEmail"), Page, Access(Role.Member, Changes = true)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "mypage/{program}/email")] HttpRequest request)
    {
        var (member, form) = (await visits.Open(request, request.Aborted()), await FormFields.Read(request, request.Aborted()));
        var email = form.Plain("email");
        if (email is null || !EmailAddress.IsWellFormed(email) || member.LiveCards.FirstOrDefault() is not { } card)
            return MemberDataPage.Of(member, MemberDataPage.ValuesOf(member.Member), wrong: ["email"], email: email);

        IResult answer = new Answer(201, default);
        var key = keys.EmailKey(member.Program.Id, email);
        await even.After(key, async () =>
        {
            if (await keys.Find(key, request.Aborted()) is { Value.MemberId: var owner } && owner != member.Member.MemberId && await members.Find(owner, request.Aborted()) is not null)
                return;
            var call = procedures.CallOf(request, card, EntryKind.Member, new JsonObject { ["email"] = email });
            var data = HolderFields.ReadWithNews(call.Fields, member.Today);
            call.ThrowIfWrong();
            answer = await registration.Run(call, data, request.Aborted());
        });
        return answer is Problem { Code: not "email-taken" } no ? Procedures.Told(request, member, card, no) : SeeOther.To($"{member.Home}/data?mailed=yes");
    }
}
