using System.Text.Json.Nodes;
using Functions.Http;
using Functions.Ledger;
using Functions.Programs;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Points.Ledger;

namespace Functions.MyPage;

/// <summary>
/// What members do to a card: the same decisions as at the front, shown before they are made, made once however often
/// the form is sent, and told by a page that may be reloaded.
/// </summary>
public sealed class Procedures(LedgerStore ledger, AccountStore accounts, ProgramCatalogue programs)
{
    public Task<Decision> Preview(HttpRequest request, HeldCard card, string kind, JsonObject said, Func<Account, Operation, Decision> decide, CancellationToken cancellation) =>
        ledger.Preview(CallOf(request, card, kind, said), decide, cancellation);

    public async Task<IResult> Carry(
        HttpRequest request, MemberVisit member, HeldCard card, string kind, JsonObject said, Func<Account, Operation, Decision> decide, CancellationToken cancellation) =>
        await Done(request, member, card, cancellation)
        ?? Told(request, member, card, await ledger.Apply(CallOf(request, card, kind, said), decide, cancellation));

    /// <summary>The page of a form that was sent before; null for one that comes the first time.</summary>
    public async Task<IResult?> Done(HttpRequest request, MemberVisit member, HeldCard card, CancellationToken cancellation) =>
        (await accounts.Find(card.Account, OperationId.Of(request.HttpContext), cancellation))?.Entry is null ? null : Result(request, member, card);

    public static IResult Told(HttpRequest request, MemberVisit member, HeldCard card, IResult answer) => answer switch
    {
        Answer => Result(request, member, card),
        Problem { Status: < 500 } no => Refused(member, new Refused(no.Code, no.Clauses, no.Detail ?? "")) with { Status = no.Status },
        _ => answer,
    };

    public static Page Refused(MemberVisit member, Refused refused) => member.Page(member.Visit["お手続きできません", "This cannot be done"], Html.Of($"""
        {Words.Refusal(member.Visit, refused)}
        {Parts.Actions(Parts.Button(member.Home, member.Visit["マイページへ戻る", "Back to My Page"], "quiet"))}
        """)) with { IsNarrow = true };

    public Call CallOf(HttpRequest request, HeldCard card, string kind, JsonObject said) =>
        Call.About(card.Card.Number, RequestBody.Of(said), request.HttpContext, programs, kind);

    private static SeeOther Result(HttpRequest request, MemberVisit member, HeldCard card) =>
        SeeOther.To(member.AddressOf(card, $"/operations/{OperationId.Of(request.HttpContext)}"));
}
