using System.Globalization;
using System.Text.Json.Nodes;
using Functions.Http;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;
using Points.Programs;

namespace Functions.MyPage;

/// <summary>The catalogue, and points for a reward of it (KEIO-7).</summary>
public sealed class ExchangeFunction(MemberVisits visits, Procedures procedures)
{
    private const string Route = "mypage/{program}/exchange";

    [Function("ExchangePage"), Page, Access(Role.Member)]
    public async Task<IResult> Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request) =>
        ExchangePages.Ask(await visits.Open(request, request.Aborted()));

    [Function("ExchangeConfirmPage"), Page, Access(Role.Member)]
    public async Task<IResult> Confirm([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/confirm")] HttpRequest request)
    {
        var member = await visits.Open(request, request.Aborted());
        return await Shown(request, member, Choice.Of(member, name => request.Query[name].ToString()), forgotten: false, request.Aborted());
    }

    [Function("ExchangeOnMyPage"), Page, Access(Role.Member, Changes = true)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/confirm")] HttpRequest request)
    {
        var (member, form) = (await visits.Open(request, request.Aborted()), await FormFields.Read(request, request.Aborted()));
        var choice = Choice.Of(member, name => form[name]);
        return choice is null || form[ConfirmProcedure.Agreed].Length == 0
            ? await Shown(request, member, choice, forgotten: true, request.Aborted())
            : await procedures.Carry(request, member, choice.Card, EntryKind.Exchange, choice.Said, choice.Decide(member.Program), request.Aborted());
    }

    private async Task<IResult> Shown(HttpRequest request, MemberVisit member, Choice? choice, bool forgotten, CancellationToken cancellation) => choice is null
        ? ExchangePages.Ask(member, isWrong: true)
        : ExchangePages.Confirm(member, choice).Of(
            member, await procedures.Preview(request, choice.Card, EntryKind.Exchange, choice.Said, choice.Decide(member.Program), cancellation), forgotten);

    /// <summary>What the form chose; null where it chose nothing that there is.</summary>
    public sealed record Choice(HeldCard Card, Reward Reward, int Quantity)
    {
        private const int Most = 100;

        public JsonObject Said => new() { ["rewardId"] = Reward.Id, ["quantity"] = Quantity };

        public static Choice? Of(MemberVisit member, Func<string, string> field) =>
            member.LiveCards.FirstOrDefault(card => card.Handle == field("card")) is { } card
            && member.Terms.Exchange?.Rewards.Is.FirstOrDefault(reward => reward.Id == field("reward")) is { } reward
            && int.TryParse(FormFields.Narrow(field("quantity")), NumberStyles.None, CultureInfo.InvariantCulture, out var quantity) && quantity is >= 1 and <= Most
                ? new Choice(card, reward, quantity) : null;

        public Func<Account, Operation, Decision> Decide(Program program) => (account, operation) => Exchange.Decide(account, Reward, Quantity, operation, program);
    }
}
