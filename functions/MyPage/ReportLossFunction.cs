using System.Text.Json.Nodes;
using Functions.Http;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Cards;
using Points.Ledger;

namespace Functions.MyPage;

/// <summary>A card reported lost or stolen stops at once (KKR-P-lost). Who has signed in by mail has shown who they are.</summary>
public sealed class ReportLossFunction(MemberVisits visits, Procedures procedures)
{
    private const string Route = "mypage/{program}/cards/{handle}/loss";

    private static readonly Dictionary<string, CardEnd> Reasons = new() { ["lost"] = CardEnd.Lost, ["stolen"] = CardEnd.Stolen };

    [Function("ReportLossPage"), Page, Access(Role.Member)]
    public async Task<IResult> Ask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string handle)
    {
        var member = await visits.Open(request, request.Aborted());
        return ReportLossPages.Ask(member, member.Card(handle));
    }

    [Function("ReportLossConfirmPage"), Page, Access(Role.Member)]
    public async Task<IResult> Confirm(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/confirm")] HttpRequest request, string handle)
    {
        var member = await visits.Open(request, request.Aborted());
        return await Shown(request, member, member.Card(handle), request.Query["reason"].ToString(), forgotten: false, request.Aborted());
    }

    [Function("ReportLoss"), Page, Access(Role.Member, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/confirm")] HttpRequest request, string handle)
    {
        var member = await visits.Open(request, request.Aborted());
        var (card, form) = (member.Card(handle), await FormFields.Read(request, request.Aborted()));
        var reason = form["reason"];
        return form[ConfirmProcedure.Agreed].Length == 0 || !Reasons.ContainsKey(reason)
            ? await Shown(request, member, card, reason, forgotten: true, request.Aborted())
            : await procedures.Carry(request, member, card, EntryKind.Suspension, Said(reason), Decide(member, reason), request.Aborted());
    }

    private async Task<IResult> Shown(HttpRequest request, MemberVisit member, HeldCard card, string reason, bool forgotten, CancellationToken cancellation) =>
        Reasons.ContainsKey(reason)
            ? ReportLossPages.Confirm(member, card, reason).Of(
                member, await procedures.Preview(request, card, EntryKind.Suspension, Said(reason), Decide(member, reason), cancellation), forgotten)
            : ReportLossPages.Ask(member, card, isWrong: true);

    private static JsonObject Said(string reason) => new() { ["reason"] = reason, ["identityConfirmed"] = true };

    private static Func<Account, Operation, Decision> Decide(MemberVisit member, string reason) =>
        (account, operation) => Suspend.Decide(account, Reasons[reason], identityConfirmed: true, member.Facts, operation, member.Program);
}
