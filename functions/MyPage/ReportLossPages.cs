using Functions.Web;

namespace Functions.MyPage;

public static class ReportLossPages
{
    public static Page Ask(MemberVisit member, HeldCard card, bool isWrong = false)
    {
        var visit = member.Visit;
        var mistake = isWrong ? visit["紛失か盗難かをお選びください。", "Please say whether it was lost or stolen."] : null;
        return member.Page(visit["紛失・盗難の届出", "Report a card lost or stolen"], Html.Of($"""
            <p class="number">{Words.Number(card.Card.Number)}</p>
            <p>{visit["お届けいただくとすぐに、このカードのポイントは使えなくなります。", "As soon as you report it, the points of this card cannot be used."]} <span class="clauses">{member.Terms.Cards.LossReport.Clause}</span></p>
            {Form.Mistakes(visit, mistake is null ? [] : [mistake])}
            {Form.Ask(member.AddressOf(card, "/loss/confirm"), Html.Of($"""
                {Form.Choices("reason", visit["お届けの内容", "What happened"],
                    [
                        ("lost", Html.Of($"{visit["紛失（見つかった場合は、本人確認のうえ再開できます）", "Lost (can be resumed at the front desk if found)"]}")),
                        ("stolen", Html.Of($"{(member.Terms.Cards.StolenStaysSuspended.Is ? visit["盗難（再開はできません。再発行となります）", "Stolen (cannot be resumed; you will need a new card)"] : visit["盗難", "Stolen"])}")),
                    ], mistake: mistake)}
                {Form.Submit(visit["内容を確認する", "Continue"])}
                """))}
            {Parts.Actions(Parts.Button(member.Home, visit["やめて戻る", "Cancel"], "quiet"))}
            """)) with { IsNarrow = true, Status = isWrong ? 400 : 200 };
    }

    public static ConfirmProcedure Confirm(MemberVisit member, HeldCard card, string reason) => new(
        member.Visit["届出の確認", "Confirm your report"], member.AddressOf(card, "/loss/confirm"), member.Visit["利用を停止する", "Suspend the card"],
        member.Visit["マイページから利用を再開することはできません。再開や再発行は、本人確認のうえフロントで承ります。", "My Page cannot resume it. Please come to the front desk with proof of identity."],
        Form.Hidden("reason", reason));
}
