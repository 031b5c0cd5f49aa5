using Functions.Web;

namespace Functions.MyPage;

public static class HomePage
{
    public static Page Of(MemberVisit member)
    {
        var visit = member.Visit;
        return member.Page(visit["マイページ", "My Page"], Html.Of($"""
            <p class="lead">{visit[$"{member.Member.Name} 様", $"Welcome, {member.Member.Name}"]}</p>
            {(member.Missing.Count > 0 ? Incomplete(member) : null)}
            {(member.LiveCards.Any() ? null : NoCard(member))}
            <div class="grid">{member.Cards.Select(card => Sheet(member, card))}</div>
            {Parts.Section(visit["お手続き", "Services"], Menu(member))}
            """));
    }

    private static Html Sheet(MemberVisit member, HeldCard card)
    {
        var (visit, balance) = (member.Visit, card.Balance);
        return Html.Of($"""
            <div class="sheet{(card.IsLive ? " face" : null)}">
            <p class="top"><span class="number">{Words.Number(card.Card.Number)}</span>{Words.Status(visit, balance.Status)}</p>
            {(card.IsLive ? Html.Of($"""
                <p class="balance">{balance.Points:N0}<small>{visit["ポイント", "points"]}</small></p>
                {(balance.Pending > 0 ? Html.Of($"<p class=\"soft\">{visit[$"ほかに付与待ち {balance.Pending:N0}ポイント", $"and {balance.Pending:N0} points pending"]}</p>") : null)}
                <p>{Forecast.InOneLine(member, card)}</p>
                {Parts.Actions(
                    Parts.Button(member.AddressOf(card), visit["カードを表示", "Show card"]),
                    Parts.Button(member.AddressOf(card, "/history"), visit["履歴", "History"], "quiet"))}
                """) : Html.Of($"<p class=\"soft\"><a href=\"{member.AddressOf(card, "/history")}\">{visit["履歴", "History"]}</a></p>"))}
            </div>
            """);
    }

    private static Html NoCard(MemberVisit member)
    {
        var visit = member.Visit;
        return member.MayAddCard
            ? Html.Of($"""
                <div class="sheet face">
                <h2>{visit["カードをお受け取りください", "Receive your card"]}</h2>
                <p>{visit["ご利用中のカードがありません。登録用QRコードをフロントでお示しになると、その場でカードをお渡しし、ポイントを貯めていただけます。", "You have no card. Show your registration code at the front desk to receive one and start earning points."]}</p>
                {Parts.Actions(Parts.Button($"{member.Home}/registration-code", visit["登録用QRコード", "Registration code"]), Parts.Button($"/programs/{member.Program.Id}", visit["ポイントのご案内", "About the points"], "quiet"))}
                </div>
                """)
            : Parts.Notice(Html.Of($"<p>{visit["ご利用中のカードがありません。フロントにてカードをお申し付けください。", "You have no card. Please ask at the front desk."]}</p>"));
    }

    private static Html Incomplete(MemberVisit member)
    {
        var visit = member.Visit;
        return Parts.Notice(Html.Of($"""
            <p><strong>{visit["会員情報のご登録が完了していません", "Your member data is not complete"]}</strong></p>
            <p>{visit["不足している項目：", "Missing: "]}{Words.Fields(visit, member.Missing)}</p>
            {(member.Terms.Cards.LossReport.Is ? Html.Of($"<p class=\"soft\">{visit["すべてご登録いただくと、紛失時の利用停止、合算・リンクをご利用いただけます。", "With complete data you can report a loss, and merge or link cards."]} <span class=\"clauses\">{member.Terms.Membership.RequiredData.Clause}</span></p>") : null)}
            {(member.LiveCards.Any() ? Html.Of($"<p><a href=\"{member.Home}/data\">{visit["会員情報を登録する", "Complete your data"]}</a></p>") : null)}
            """));
    }

    private static Html Menu(MemberVisit member)
    {
        var visit = member.Visit;
        return Html.Of($"""
            <ul class="menu">
            <li><a href="{member.Home}/data">{(member.LiveCards.Any() ? visit["会員情報の確認・変更", "Member data"] : visit["会員情報の確認", "Member data"])}</a></li>
            {(member.LiveCards.Any() ? WithCards(member) : null)}
            <li><a href="{member.Home}/sessions">{visit["すべての端末からログアウト", "Sign out everywhere"]}</a></li>
            </ul>
            """);
    }

    private static Html WithCards(MemberVisit member)
    {
        var (visit, sharing) = (member.Visit, member.Terms.Sharing);
        return Html.Of($"""
            <li><a href="{member.Home}/notices">{visit["お知らせの受け取り", "Notices"]}</a></li>
            {(member.MayAddCard ? Html.Of($"<li><a href=\"{member.Home}/registration-code\">{visit["カードを追加する（登録用QRコード）", "Add a card (registration code)"]}</a></li>") : null)}
            {(sharing.Merge.Is || sharing.Link.Is ? Html.Of($"<li><a href=\"{member.Home}/join\">{visit["カードの合算・リンク", "Merge or link cards"]}</a></li>") : null)}
            {(member.Terms.Exchange is not null ? Html.Of($"<li><a href=\"{member.Home}/exchange\">{visit["ポイント交換商品", "Exchange points"]}</a></li>") : null)}
            """);
    }
}
