using Functions.MyPage;
using Functions.Web;
using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Functions.FrontDesk;

/// <summary>A card: what it holds, whose class it is, and what may be done, the usual things first.</summary>
public static class DeskCardPage
{
    public static Page Of(DeskVisit desk, DeskCard card, IReadOnlyList<Entry> recent)
    {
        var (visit, balance) = (desk.Visit, card.Balance);
        return desk.Page("カード", Html.Of($"""
            {StartPage.Unfinished(desk, card.Card.Number)}
            <div class="grid">
            <div class="sheet face">
            <p class="top"><span class="number">{Words.Number(card.Card.Number)}</span>{Words.Status(visit, balance.Status)}</p>
            <p class="balance">{balance.Points:N0}<small>ポイント</small></p>
            {Parts.Facts(
                ("有効期限", balance.LapsedOn is { } lapsed ? Html.Of($"{visit.Date(lapsed)}に失効しました") : Html.Of($"{(balance.ExpiresOn is { } on ? $"{visit.Date(on)}まで" : "なし")}")),
                ("付与待ち", balance.Pending > 0 ? Html.Of($"{balance.Pending:N0}ポイント") : null),
                ("会員区分", Html.Of($"{Word("cards.memberClasses", card.Account.MemberClass)}　{Word("cards.holderKinds", card.Account.HolderKind)}")),
                ("カード", Html.Of($"{Word("cards.media", card.Card.Medium)}　{visit.Date(card.Card.IssuedOn)}発行")),
                ("会員情報", Html.Of($"{Registered(desk, card)}")),
                ("共有するカード", Shared(card)))}
            </div>
            <div class="sheet todo">
            {Menu(desk, card)}
            </div>
            </div>
            {Parts.Section("最近の履歴", Parts.Table("新しい順", ["日時", "内容", "ポイント", "残高"], recent.Select(IReadOnlyList<Html> (entry) =>
            [
                Html.Of($"<span class=\"number\">{entry.OccurredAt.ToOffset(desk.Program.Offset).ToString("MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)}</span>"),
                Html.Of($"{Words.Kind(visit, entry.Kind)} <span class=\"soft\">{Words.Place(entry, desk.Program)}</span>"),
                Html.Of($"<span class=\"number\">{Words.Signed(entry.Points)}</span>"),
                Html.Of($"<span class=\"number\">{entry.After.Points:N0}</span>"),
            ])))}
            """));
    }

    private static Html Menu(DeskVisit desk, DeskCard card)
    {
        var open = DeskAction.All.Where(action => action.IsOpenTo(desk, card)).ToList();
        var usual = open.Where(action => action == DeskAction.Award || action == DeskAction.Redeem).ToList();
        // The usual thing has the focus: Enter is enough.
        return Html.Of($"""
            {(card.Balance.Status == CardStatus.Retired ? Html.Of($"<p>このカードは失効しており、ご利用いただけません。</p>") : null)}
            {Html.Join(usual.Select((action, i) => Html.Of($"<a class=\"button big\" href=\"{card.AddressOf(action)}\"{(i == 0 ? Html.Of($" autofocus") : null)}>{action.Title}</a>")))}
            <ul class="menu">
            {Html.Join(open.Except(usual).Select(action => Html.Of($"<li><a href=\"{card.AddressOf(action)}\">{action.Title}</a></li>")))}
            <li><a href="{DeskVisit.Home}/balances/{card.Card.Number}">残高レシート</a></li>
            {(desk.IsOperator && card.Balance.Status == CardStatus.Retired ? Html.Of($"<li><a href=\"{DeskVisit.Home}/operator/forfeitures/{card.Card.Number}\">資格喪失の理由</a></li>") : null)}
            </ul>
            """);
    }

    private static string Registered(DeskVisit desk, DeskCard card) => card.Member is not { } member ? "未登録"
        : member.Missing(desk.Terms) is { Count: > 0 } missing ? $"登録あり（不足：{Words.Fields(desk.Visit, missing)}）" : "登録あり";

    private static Html? Shared(DeskCard card)
    {
        var others = card.Account.Cards.Where(other => other.Number != card.Card.Number && other.Status != CardStatus.Retired).ToList();
        return others.Count == 0 ? null : Html.Join(others.Select(other => Html.Of($"<span class=\"number\">{CardNumber.Masked(other.Number)}</span> ")));
    }

    private static string Word(string path, string word) => RuleNames.WordFor(path, word) ?? word;
}
