using Functions.Web;
using Points.Cards;
using Points.Ledger;

namespace Functions.MyPage;

/// <summary>One card: its code to show at the till, what it holds, what comes next, what was last.</summary>
public static class CardPage
{
    /// <param name="payload">What the code says; null where the card cannot be used.</param>
    /// <param name="isRenewed">True right after the member asked for another code.</param>
    public static Page Of(MemberVisit member, HeldCard card, string? payload, IReadOnlyList<Entry> recent, bool isRenewed = false)
    {
        var (visit, balance) = (member.Visit, card.Balance);
        return member.Page(visit["カード", "Card"], Html.Of($"""
            {(isRenewed ? Parts.Notice(Html.Of($"<p><strong>{visit["QRコードを新しくしました", "This is your new QR code"]}</strong></p><p>{visit["以前のQRコードは、印刷や画像も含めて使えません。", "The old one does not work any more, nor do prints and pictures of it."]}</p>"), "good") : null)}
            <div class="grid">
            <div class="sheet face code">
            {(payload is null ? Html.Of($"<p>{Words.Status(visit, balance.Status)}</p><p>{Unusable(visit, card)}</p>") : Html.Of($"""
                {QrImage.Of(payload, visit["カードのQRコード", "QR code of the card"])}
                <p class="soft">{visit["画面を明るくしてご提示ください。", "Turn up the brightness and show this."]}</p>
                """))}
            <p class="number">{Words.Number(card.Card.Number)}</p>
            </div>
            <div class="sheet">
            <p class="balance">{balance.Points:N0}<small>{visit["ポイント", "points"]}</small></p>
            {Parts.Facts(
                (visit["状態", "Status"], Words.Status(visit, balance.Status)),
                (visit["いまご利用可能", "Usable now"], Html.Of($"{visit.Points(balance.Available)}")),
                (visit["付与待ち", "Pending"], balance.Pending > 0 ? Html.Of($"{visit.Points(balance.Pending)}") : null),
                (visit["有効期限", "Valid through"], Html.Of($"{Forecast.InOneLine(member, card)}")),
                (visit["同じ残高のカード", "Cards sharing it"], Shared(member, card)))}
            </div>
            </div>
            {(card.IsLive ? Parts.Section(visit["これからの予定", "What comes next"], Forecast.Days(member, card)) : null)}
            {Parts.Section(visit["最近の履歴", "Latest history"], Html.Of($"{HistoryPage.Table(member, recent, card.Card.Number)}<p><a href=\"{member.AddressOf(card, "/history")}\">{visit["すべての履歴", "Whole history"]}</a></p>"))}
            {(card.IsLive ? Parts.Section(visit["このカードのお手続き", "Services for this card"], Menu(member, card)) : null)}
            """));
    }

    /// <summary>Says what to do, and never why a membership ended.</summary>
    private static string Unusable(Visit visit, HeldCard card) => card switch
    {
        { Balance.Status: CardStatus.Suspended, Card.Why: CardEnd.Stolen } => visit["盗難のお届けにより利用を停止しています。再発行はフロントで承ります。", "Suspended after a report of theft. Please ask the front desk for a new card."],
        { Balance.Status: CardStatus.Suspended, Card.Why: CardEnd.Lost } => visit["紛失のお届けにより利用を停止しています。カードが見つかった場合や再発行は、フロントで承ります。", "Suspended after a report of loss. Found it, or need a new one? Please ask the front desk."],
        { Balance.Status: CardStatus.Suspended } => visit["利用を停止しています。フロントへお問い合わせください。", "Suspended. Please ask the front desk."],
        _ => visit["このカードは失効しています。", "This card has ended."],
    };

    private static Html? Shared(MemberVisit member, HeldCard card)
    {
        var others = card.Account.Cards.Where(other => other.Number != card.Card.Number && other.Status != CardStatus.Retired).ToList();
        return others.Count == 0 ? null : Html.Of($"{others.Select(other => Html.Of($"<span class=\"number\">{CardNumber.Masked(other.Number)}</span> "))}<span class=\"clauses\">{member.Terms.Sharing.Link.Clause ?? member.Terms.Sharing.FamilyAccount?.Clause}</span>");
    }

    private static Html Menu(MemberVisit member, HeldCard card)
    {
        var visit = member.Visit;
        var allowed = AllowedActions.Of(card.Account, card.Card.Number, member.Facts with { DataComplete = true }, member.Now, member.Program);
        return Html.Of($"""
            <ul class="menu">
            {(allowed.Contains("suspend") ? Html.Of($"<li><a href=\"{member.AddressOf(card, "/loss")}\">{visit["紛失・盗難の届出（利用停止）", "Report it lost or stolen"]}</a></li>") : null)}
            {(allowed.Contains("withdraw") ? Html.Of($"<li><a href=\"{member.AddressOf(card, "/withdrawal")}\">{visit["退会", "Withdraw"]}</a></li>") : null)}
            </ul>
            {(ShowsItsCodeHere(card) && allowed.Contains("renewScanToken") ? Renewal(member, card) : null)}
            """);
    }

    /// <summary>What a chip says cannot be rewritten by its holder; a code on a screen can.</summary>
    public static bool ShowsItsCodeHere(HeldCard card) => card.Card.Medium == "qr";

    public static Page NotRenewed(MemberVisit member) => Procedures.Refused(member, Refused.Because(
        "renewal-not-offered", member.Terms.Cards.ValidCardOnly.Clause, "このカードの読取用コードはフロントで更新します。")) with { Status = 422 };

    private static Html Renewal(MemberVisit member, HeldCard card)
    {
        var visit = member.Visit;
        return Html.Of($"""
            <details class="more"><summary>{visit["QRコードを新しくする", "Get a new QR code"]}</summary>
            <p>{visit["QRコードの画面や印刷が他の方の手に渡ったときにお使いください。カード番号と残高はそのままで、以前のQRコードはすぐに使えなくなります。", "For when somebody else has a picture or print of your code. Number and balance stay; the old code stops working at once."]} <span class="clauses">{member.Terms.Cards.ValidCardOnly.Clause}</span></p>
            {Form.Of(visit, member.AddressOf(card, "/renewal"), Form.Submit(visit["新しいQRコードにする", "Make a new code"], "quiet"), changes: true)}
            </details>
            """);
    }
}
