using Functions.Members;
using Functions.Web;

namespace Functions.MyPage;

/// <summary>What may be sent to the member, and how.</summary>
public static class NoticesPage
{
    public const string News = "newsMail";
    public const string Points = "points";

    public static Page Of(MemberVisit member)
    {
        var visit = member.Visit;
        return member.Page(visit["お知らせの受け取り", "Notices"], Html.Of($"""
            <p>{visit["お知らせは、お選びいただいた方法に限ってお送りします。いつでも変更できます。", "News is sent only as you choose. You may change it at any time."]} <span class="clauses">{member.Terms.Membership.NewsByConsent?.Clause}</span></p>
            {Form.Of(visit, $"{member.Home}/notices", Html.Of($"""
                {Form.Tick(News, visit["キャンペーン等のお知らせをメールで受け取る", "Send me news by mail"], ticked: member.Member.NewsBy.Contains("mail"))}
                {Form.Tick(Points, visit["ポイントの増減をそのつどメールで受け取る", "Mail me every movement of my points"], ticked: member.Member.NoticeOf.Contains(Member.PointsNotice))}
                <p class="soft">{visit["利用停止・合算・リンク・退会・失効などカードの状態が変わるお知らせと、会員情報の変更のお知らせは、お選びにかかわらずお送りします。", "What changes the state of a card or your data is always told: suspension, merge, link, withdrawal, expiry."]}</p>
                {Form.Submit(visit["保存する", "Save"])}
                """), changes: true)}
            """)) with { IsNarrow = true };
    }
}
