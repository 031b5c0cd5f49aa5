using Functions.Web;
using Points.Cards;
using Points.Ledger;

namespace Functions.MyPage;

public static class HistoryPage
{
    /// <param name="next">Where the next page begins; null on the last one.</param>
    public static Page Of(MemberVisit member, HeldCard card, IReadOnlyList<Entry> entries, string? next)
    {
        var visit = member.Visit;
        return member.Page(visit["ポイント履歴", "Point history"], Html.Of($"""
            <p class="number">{Words.Number(card.Card.Number)}</p>
            <p>{visit["現在の残高", "Balance"]} <strong>{visit.Points(card.Balance.Points)}</strong></p>
            {Table(member, entries, card.Card.Number)}
            {Parts.Actions(
            [
                .. next is not null ? [Parts.Button(member.AddressOf(card, $"/history?from={next}"), visit["さらに前の履歴", "Earlier"], "quiet")] : Array.Empty<Html>(),
                Parts.Button(member.Home, visit["マイページへ戻る", "Back to My Page"], "quiet"),
            ])}
            """));
    }

    /// <param name="cardNumber">The card whose history it is: what another card of the balance did says so.</param>
    public static Html Table(MemberVisit member, IReadOnlyList<Entry> entries, string cardNumber)
    {
        var visit = member.Visit;
        return Parts.Table(visit["新しい順", "Newest first"],
            [visit["日付", "Date"], visit["内容", "What"], visit["ポイント", "Points"], visit["残高", "Balance"]],
            entries.Select(IReadOnlyList<Html> (entry) =>
            [
                Html.Of($"<span class=\"number\">{entry.OccurredAt.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}</span>"),
                Html.Of($"<details><summary>{Words.Kind(visit, entry.Kind)} <span class=\"soft\">{Words.Place(entry, member.Program)}</span>{Other(entry, cardNumber)}</summary>{Words.Steps(entry.Steps)}</details>"),
                Html.Of($"<span class=\"number\">{Words.Signed(entry.Points)}</span>"),
                Html.Of($"<span class=\"number\">{entry.After.Points:N0}</span>"),
            ]));
    }

    private static Html? Other(Entry entry, string cardNumber) =>
        entry.CardNumber == cardNumber ? null : Html.Of($" <span class=\"soft number\">{CardNumber.Masked(entry.CardNumber)}</span>");
}
