using Functions.Cards;
using Functions.Http;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.MyPage;

/// <summary>Another QR code for a card of the member's, e.g. after a picture of it got about. The card page shows it at once.</summary>
public sealed class RenewCodeFunction(MemberVisits visits, Procedures procedures, ScanTokenRenewal renewal)
{
    [Function("RenewCode"), Page, Access(Role.Member, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "mypage/{program}/cards/{handle}/renewal")] HttpRequest request, string handle)
    {
        var member = await visits.Open(request, request.Aborted());
        var card = member.Card(handle);
        if (!CardPage.ShowsItsCodeHere(card))
            return CardPage.NotRenewed(member);
        var answer = await renewal.Run(procedures.CallOf(request, card, EntryKind.Renewal, []), request.Aborted());
        return answer is Answer ? SeeOther.To(member.AddressOf(card, "?renewed=yes")) : Procedures.Told(request, member, card, answer);
    }
}
