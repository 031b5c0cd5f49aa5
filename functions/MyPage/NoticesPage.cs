using Functions.Web;

namespace Functions.MyPage;

/// <summary>What may be sent to the member, and how.</summary>
public static class NoticesPage
{
    public static Page Of(MemberVisit member)
    {
        var visit = member.Visit;
        return member.Page(visit["お知らせの受け取り", "Notices"], Html.Of($"""
            <p>{visit["お知らせは、お選びいただいた方法に限ってお送りします。いつでも変更できます。", "News is sent only as you choose. You may change it at any time."]} <span class="clauses">{member.Terms.Membership.NewsByConsent?.Clause}</span></p>
            {Form.Of(visit, $"{member.Home}/notices", Html.Of($"""
                {Form.Tick("newsMail", visit["キャンペーン等のお知らせをメールで受け取る", "Send me news by mail"], ticked: member.Member.NewsBy.Contains("mail"))}
                {Form.Submit(visit["保存する", "Save"])}
                """), changes: true)}
            """)) with { IsNarrow = true };
    }
}
