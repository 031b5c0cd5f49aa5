using System.Text.Json.Nodes;
using Functions.Http;
using Functions.Operations;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.MyPage;

/// <summary>Merges or links cards of the member's own (KKR-11): chosen, shown, then done for good.</summary>
public sealed class JoinCardsFunction(MemberVisits visits, Procedures procedures, MergeRequests merges)
{
    private const string Route = "mypage/{program}/join";

    [Function("JoinCardsPage"), Page, Access(Role.Member)]
    public async Task<IResult> Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request) =>
        JoinCardsPages.Ask(await visits.Open(request, request.Aborted()));

    [Function("JoinCardsConfirmPage"), Page, Access(Role.Member)]
    public async Task<IResult> Confirm([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/confirm")] HttpRequest request)
    {
        var member = await visits.Open(request, request.Aborted());
        var choice = Choice.Of(member, request.Query["kind"].ToString(), request.Query["into"].ToString(), [.. request.Query["from"].OfType<string>()]);
        return await Shown(request, member, choice, forgotten: false, request.Aborted());
    }

    [Function("JoinCards"), Page, Access(Role.Member, Changes = true)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/confirm")] HttpRequest request)
    {
        var (member, form) = (await visits.Open(request, request.Aborted()), await FormFields.Read(request, request.Aborted()));
        // Sent twice, the other cards are the member's no more: what was done is told before they are looked for.
        if (member.Cards.FirstOrDefault(card => card.Handle == form["into"]) is { } into && await procedures.Done(request, member, into, request.Aborted()) is { } done)
            return done;
        var choice = Choice.Of(member, form["kind"], form["into"], form.All("from"));
        return choice is null || form[ConfirmProcedure.Agreed].Length == 0
            ? await Shown(request, member, choice, forgotten: true, request.Aborted())
            : Procedures.Told(request, member, choice.Into, await merges.Run(CallOf(request, member, choice, OperationId.Of(request.HttpContext)), request.Aborted()));
    }

    private async Task<IResult> Shown(HttpRequest request, MemberVisit member, Choice? choice, bool forgotten, CancellationToken cancellation) => choice is null
        ? JoinCardsPages.Ask(member, isWrong: true)
        : JoinCardsPages.Confirm(member, choice).Of(member, await merges.Preview(CallOf(request, member, choice, "preview"), cancellation), forgotten);

    private static MergeCall CallOf(HttpRequest request, MemberVisit member, Choice choice, string operationId) => new(
        choice.Kind, choice.Numbers, "from", Caller.Of(request.HttpContext), member.Program, operationId,
        RequestBody.Of(new JsonObject { ["cards"] = new JsonArray([.. choice.Numbers.Select(number => (JsonNode)number)]) }).Hash(choice.Kind), OccurredAt: null);

    /// <param name="Into">The card that receives the points.</param>
    public sealed record Choice(string Kind, HeldCard Into, IReadOnlyList<HeldCard> From)
    {
        public bool IsLink => Kind == EntryKind.Link;

        public IReadOnlyList<string> Numbers => [Into.Card.Number, .. From.Select(card => card.Card.Number)];

        /// <summary>Null where it is no choice of at least two cards of the member.</summary>
        public static Choice? Of(MemberVisit member, string kind, string into, IReadOnlyList<string> from)
        {
            var receiving = member.LiveCards.FirstOrDefault(card => card.Handle == into);
            List<HeldCard> others = [.. member.LiveCards.Where(card => from.Contains(card.Handle) && card.Handle != into)];
            return kind is EntryKind.Merge or EntryKind.Link && receiving is not null && others.Count is > 0 and < MergePlan.MaxCards
                ? new Choice(kind, receiving, others) : null;
        }
    }
}
