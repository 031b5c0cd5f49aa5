using Functions.Web;
using Points.Ledger;

namespace Functions.MyPage;

public static class HistoryPage
{
    public static Page Of(MemberVisit member, HeldCard card, IReadOnlyList<Entry> entries)
    {
        var visit = member.Visit;
        return member.Page(visit["ポイント履歴", "Point history"], Html.Of($"""
            <p class="number">{Words.Number(card.Card.Number)}</p>
            <p>{visit["現在の残高", "Balance"]} <strong>{visit.Points(card.Balance.Points)}</strong></p>
            {Table(member, entries)}
            {Parts.Actions(
            [
                .. entries is [.., { Number: > 1 and var last }] ? [Parts.Button(member.AddressOf(card, $"/history?below={last}"), visit["さらに前の履歴", "Earlier"], "quiet")] : Array.Empty<Html>(),
                Parts.Button(member.Home, visit["マイページへ戻る", "Back to My Page"], "quiet"),
            ])}
            """));
    }

    public static Html Table(MemberVisit member, IReadOnlyList<Entry> entries)
    {
        var visit = member.Visit;
        return Parts.Table(visit["新しい順", "Newest first"],
            [visit["日付", "Date"], visit["内容", "What"], visit["ポイント", "Points"], visit["残高", "Balance"]],
            entries.Select(IReadOnlyList<Html> (entry) =>
            [
                Html.Of($"<span class=\"number\">{entry.OccurredAt.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}</span>"),
                Html.Of($"<details><summary>{Words.Kind(visit, entry.Kind)} <span class=\"soft\">{Words.Place(entry, member.Program)}</span></summary>{Words.Steps(entry.Steps)}</details>"),
                Html.Of($"<span class=\"number\">{Words.Signed(entry.Points)}</span>"),
                Html.Of($"<span class=\"number\">{entry.After.Points:N0}</span>"),
            ]));
    }
}
