using Functions.Http;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Cards;
using Points.Ledger;

namespace Functions.MyPage;

/// <summary>Withdrawal by the member, in two steps (KKR-15.1): what it means, then the box to tick.</summary>
public sealed class WithdrawFunction(MemberVisits visits, Procedures procedures)
{
    private const string Route = "mypage/{program}/cards/{handle}/withdrawal";

    [Function("WithdrawPage"), Page, Access(Role.Member)]
    public async Task<IResult> Ask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string handle)
    {
        var member = await visits.Open(request, request.Aborted());
        return WithdrawPages.Ask(member, member.Card(handle));
    }

    [Function("WithdrawConfirmPage"), Page, Access(Role.Member)]
    public async Task<IResult> Confirm(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/confirm")] HttpRequest request, string handle)
    {
        var member = await visits.Open(request, request.Aborted());
        return await Shown(request, member, member.Card(handle), forgotten: false, request.Aborted());
    }

    [Function("WithdrawOnMyPage"), Page, Access(Role.Member, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/confirm")] HttpRequest request, string handle)
    {
        var member = await visits.Open(request, request.Aborted());
        var card = member.Card(handle);
        return (await FormFields.Read(request, request.Aborted()))[ConfirmProcedure.Agreed].Length == 0
            ? await Shown(request, member, card, forgotten: true, request.Aborted())
            : await procedures.Carry(request, member, card, EntryKind.Withdrawal, [], Decide(member), request.Aborted());
    }

    private async Task<IResult> Shown(HttpRequest request, MemberVisit member, HeldCard card, bool forgotten, CancellationToken cancellation) =>
        WithdrawPages.Confirm(member, card).Of(member, await procedures.Preview(request, card, EntryKind.Withdrawal, [], Decide(member), cancellation), forgotten);

    private static Func<Account, Operation, Decision> Decide(MemberVisit member) =>
        (account, operation) => Withdraw.Decide(account, operation, member.Program);
}
