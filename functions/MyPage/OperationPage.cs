using Functions.Web;
using Points.Ledger;

namespace Functions.MyPage;

/// <summary>What an operation did: the page that follows a form, and may be reloaded or kept.</summary>
public static class OperationPage
{
    public static Page Of(MemberVisit member, HeldCard card, Entry entry)
    {
        var visit = member.Visit;
        return member.Page(visit["お手続きが完了しました", "Done"], Html.Of($"""
            {Parts.Notice(Html.Of($"<p><strong>{Words.Kind(visit, entry.Kind)}</strong></p>{Words.Steps(entry.Steps)}"), "good")}
            {Parts.Facts(
                (visit["カード", "Card"], Html.Of($"<span class=\"number\">{Words.Number(card.Card.Number)}</span>")),
                (visit["日時", "Time"], Html.Of($"{entry.OccurredAt.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)}")),
                (visit["ポイント", "Points"], entry.Points == 0 ? null : Html.Of($"{Words.Signed(entry.Points)}")),
                (visit["お手続き後の残高", "Balance after it"], Html.Of($"{visit.Points(entry.After.Points)}")),
                (visit["受付番号", "Reference"], Html.Of($"<span class=\"clauses\">{entry.Id}</span>")))}
            {Parts.Actions(Parts.Button(member.Home, visit["マイページへ戻る", "Back to My Page"]))}
            """)) with { IsNarrow = true };
    }
}
