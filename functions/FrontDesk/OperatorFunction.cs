using System.Globalization;
using Functions.Cards;
using Functions.Http;
using Functions.Journal;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.FrontDesk;

/// <summary>What operators look at: the terms and their versions, what is owed, and why a membership was forfeited.</summary>
public sealed class OperatorFunction(Desk desk, Liability liability, CardAccounts cards, ForfeitureReasons reasons)
{
    [Function("OperatorDesk"), Page, Access(Role.Operator)]
    public IResult Start([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "front/operator")] HttpRequest request)
    {
        var visit = desk.Open(request);
        var versions = visit.Program.Versions;
        return visit.Page("運営者", Html.Of($"""
            <ul class="menu">
            <li><a href="/front/operator/liability">ポイント債務</a></li>
            <li><a href="/front/operator/keys">端末キー</a></li>
            <li><a href="/front/operator/letters">届かなかった通知</a></li>
            </ul>
            {Parts.Section($"{visit.Program.TermsTitle}の版", Parts.Table("新しい順", ["施行日", "比較"], versions.Index().Reverse().Select(IReadOnlyList<Html> (version) =>
            [
                Html.Of($"{visit.Visit.Date(version.Item.EffectiveFrom)}{(version.Item == visit.Terms ? "（現行）" : "")}"),
                version.Index == 0 ? Html.Of($"最初の版") : Html.Of($"<a href=\"/api/programs/{visit.Program.Id}/comparison?from={Iso(versions[version.Index - 1].EffectiveFrom)}&to={Iso(version.Item.EffectiveFrom)}\">前の版との新旧対照表</a>"),
            ])))}
            """)) with { IsNarrow = true };
    }

    [Function("OperatorLiability"), Page, Access(Role.Operator)]
    public async Task<IResult> Owed([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "front/operator/liability")] HttpRequest request)
    {
        var visit = desk.Open(request);
        var owed = await liability.Owed(visit.Program, visit.Today, visit.Today, request.Aborted());
        var moved = await liability.Moved(visit.Program, visit.Today, visit.Today, request.Aborted());
        return LiabilityPage.Of(visit, LiabilityAnswer.From(visit.Program.Id, visit.Today, owed, moved));
    }

    [Function("OperatorForfeiture"), Page, Access(Role.Operator)]
    public async Task<IResult> Reason(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "front/operator/forfeitures/{cardNumber}")] HttpRequest request, string cardNumber)
    {
        var visit = desk.Open(request);
        var (_, head) = await cards.LookByNumber(cardNumber, visit.Program.Id, request.Aborted());
        var found = await reasons.Find(head.Value, request.Aborted());
        return visit.Page("資格喪失の理由", Html.Of($"""
            <p class="number">{MyPage.Words.Number(cardNumber)}</p>
            {(found is null ? Html.Of($"<p>この会員の資格は喪失していません。</p>")
                : found.Reasons.Count == 0 ? Html.Of($"<p>個人情報とともに抹消されました。</p>")
                : Html.Join(found.Reasons.Select(reason => Parts.Notice(Html.Of($"<p>{reason}</p>")))))}
            {Parts.Actions(Parts.Button($"/front/cards/{cardNumber}", "カードへ戻る", "quiet"))}
            """)) with { IsNarrow = true };
    }

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
