using Functions.Web;
using Points.Ledger;

namespace Functions.MyPage;

/// <summary>What happens to the points of a card if nothing more is done with it.</summary>
public static class Forecast
{
    public static string InOneLine(MemberVisit member, HeldCard card)
    {
        var (visit, balance) = (member.Visit, card.Balance);
        return balance switch
        {
            { LapsedOn: { } lapsed, WithdrawalDueOn: { } due } => visit[
                $"ポイントは{visit.Date(lapsed)}に失効しました。付与がない場合 {visit.Date(due)} に自動退会となります。",
                $"Your points expired on {visit.Date(lapsed)}. Without a new award the card ends on {visit.Date(due)}."],
            { LapsedOn: { } lapsed } => visit[$"ポイントは{visit.Date(lapsed)}に失効しました。", $"Your points expired on {visit.Date(lapsed)}."],
            { ExpiresOn: { } expires } => visit[$"{visit.Date(expires)} まで有効", $"Valid through {visit.Date(expires)}"],
            { Points: 0 } => visit["まだポイントがありません。", "No points yet."],
            _ => visit["有効期限はありません。", "Your points do not expire."],
        };
    }

    /// <summary>The days to come, each with what happens on it and its clause.</summary>
    public static Html Days(MemberVisit member, HeldCard card)
    {
        var visit = member.Visit;
        var days = Of(member, card).ToList();
        return days.Count == 0
            ? Html.Of($"<p>{visit["予定されている失効はありません。", "Nothing is due to expire."]} <span class=\"clauses\">{member.Terms.Expiry.Clause}</span></p>")
            : Parts.Table(visit["このままご利用がない場合の予定", "What happens without further use"], [visit["日付", "Date"], visit["内容", "What"], visit["規約", "Clause"]],
                days.Select(IReadOnlyList<Html> (day) => [Html.Of($"{visit.Date(day.On)}"), Html.Of($"{day.What}"), Html.Of($"<span class=\"clauses\">{day.Clause}</span>")]));
    }

    private static IEnumerable<(DateOnly On, string What, string? Clause)> Of(MemberVisit member, HeldCard card)
    {
        var (visit, terms, holdings, today) = (member.Visit, member.Terms, card.Account.Holdings, member.Today);
        foreach (var pending in (Settle.AsOf(holdings, today).Pending ?? []).GroupBy(lot => lot.UsableFrom!.Value).OrderBy(day => day.Key))
            yield return (pending.Key, visit[$"{pending.Sum(lot => lot.Points):N0}ポイントを付与", $"{pending.Sum(lot => lot.Points):N0} points are added"], terms.Award.PendingDays?.Clause);
        foreach (var ending in card.Balance.Lots.Where(lot => lot.ExpiresOn is not null).GroupBy(lot => lot.ExpiresOn!.Value).OrderBy(day => day.Key))
            yield return (ending.Key.AddDays(1), visit[$"{ending.Sum(lot => lot.Points):N0}ポイントが失効（有効期限 {visit.Date(ending.Key)}）", $"{ending.Sum(lot => lot.Points):N0} points expire (valid through {visit.Date(ending.Key)})"], terms.Expiry.LapseClause);
        if (Standing.WithdrawalDueOn(holdings, terms) is { } due)
            yield return (due, visit["それまでに付与がない場合、自動退会", "Without a new award until then, the card ends"], terms.Dormancy!.MonthsAfterLapse.Clause);
    }
}
