using System.Globalization;
using Functions.Cards;
using Functions.Web;
using Points.Cards;

namespace Functions.MyPage;

public static class RegistrationCodePages
{
    /// <param name="code">Null where there is none that could still be used.</param>
    public static Page Of(MemberVisit member, RegistrationCode? code)
    {
        var visit = member.Visit;
        var clause = member.Terms.Cards.RegistrationCodes!.Clause;
        if (code is null)
        {
            return member.Page(Title(visit), Html.Of($"""
                <p class="lead">{visit["フロントでこのコードをお示しになると、会員さまのカードをお渡しします。", "Show this code at the front desk and receive a card of your own."]} <span class="clauses">{clause}</span></p>
                <ul>
                <li>{visit["コードの有効期限は24時間、ご利用は1回限りです。", "The code works once, within 24 hours."]}</li>
                <li>{visit["ご来館の際に表示してください。", "Make it when you are about to visit us."]}</li>
                {(member.LiveCards.Any() ? Html.Of($"<li>{visit["いまお持ちのカードは、そのままお使いいただけます。", "The cards you have keep working."]}</li>") : null)}
                </ul>
                {Form.Of(visit, $"{member.Home}/registration-code", Form.Submit(visit["登録用QRコードを表示する", "Show a registration code"]), changes: true)}
                {Parts.Actions(Parts.Button(member.Home, visit["マイページへ戻る", "Back to My Page"], "quiet"))}
                """)) with { IsNarrow = true };
        }

        var ends = code.ExpiresAt.ToOffset(member.Program.Offset);
        var time = ends.ToString("HH:mm", CultureInfo.InvariantCulture);
        return member.Page(Title(visit), Html.Of($"""
            <div class="sheet face code">
            {Web.QrImage.Of(code.Payload, visit["登録用QRコード", "Registration code"])}
            <p class="soft">{visit["画面を明るくしてフロントでご提示ください。", "Turn up the brightness and show this at the front desk."]}</p>
            <p><strong>{visit[$"{visit.Date(DateOnly.FromDateTime(ends.DateTime))} {time} まで有効", $"Valid until {visit.Date(DateOnly.FromDateTime(ends.DateTime))}, {time}"]}</strong><br>{visit["1回限り", "Works once"]} <span class="clauses">{clause}</span></p>
            </div>
            <p>{visit["カードが発行されると、このコードは使えなくなり、新しいカードがマイページに表示されます。", "Once a card is issued this code ends, and the new card is on My Page."]}</p>
            {Parts.Actions(Parts.Button(member.Home, visit["マイページへ戻る", "Back to My Page"], "quiet"))}
            """)) with { IsNarrow = true };
    }

    /// <summary>Says why, where the terms give each member one card.</summary>
    public static Page NotOffered(MemberVisit member)
    {
        var visit = member.Visit;
        return member.Cards.Select(card => OneCard.Refuse(card.Account, member.Terms, member.Today)).FirstOrDefault(second => second is not null) is { } refused
            ? Procedures.Refused(member, refused)
            : member.Page(Title(visit), Html.Of($"""
                <p class="lead">{visit["カードの発行はフロントで承ります。", "Please ask for a card at the front desk."]}</p>
                {Parts.Actions(Parts.Button(member.Home, visit["マイページへ戻る", "Back to My Page"], "quiet"))}
                """)) with { IsNarrow = true };
    }

    private static string Title(Visit visit) => visit["登録用QRコード", "Registration code"];
}
