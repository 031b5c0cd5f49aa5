using Functions.Web;
using Points.Ledger;

namespace Functions.MyPage;

/// <summary>The last page before something is done: what will be, clause by clause, what cannot be undone, and a box to tick.</summary>
/// <param name="Action">Where the form goes.</param>
/// <param name="Grave">What cannot be undone; it must be agreed to.</param>
public sealed record ConfirmProcedure(string Title, string Action, string Button, string Grave, Html? Hidden = null)
{
    public const string Agreed = "agreed";

    /// <param name="decision">What the terms say now; it is decided anew when the form is sent.</param>
    public Page Of(MemberVisit member, Decision decision, bool forgotten = false)
    {
        if (decision is Refused refused)
            return Procedures.Refused(member, refused) with { Status = 422 };
        var (visit, after) = (member.Visit, ((Accepted)decision).After);
        var mistake = forgotten ? visit["ご確認のうえ、チェックを入れてください。", "Please read this and tick the box."] : null;
        return member.Page(Title, Html.Of($"""
            {Form.Mistakes(visit, mistake is null ? [] : [mistake])}
            {Parts.Section(visit["お手続きの結果", "What will happen"], Html.Of($"""
                {Words.Steps(((Accepted)decision).Main.Steps)}
                {Parts.Facts((visit["お手続き後の残高", "Balance after it"], Html.Of($"<strong>{visit.Points(after.Holdings.Points)}</strong>")),
                    (visit["有効期限", "Valid through"], after.Holdings is { Points: > 0, ExpiresOn: { } on } ? Html.Of($"{visit.Date(on)}") : null))}
                """))}
            {Parts.Notice(Html.Of($"<p><strong>{visit["取り消すことはできません", "This cannot be undone"]}</strong></p><p>{Grave}</p>"), "grave")}
            {Form.Of(visit, Action, Html.Of($"""
                {Hidden}{Form.Tick(Agreed, visit["上記を理解し、同意します", "I understand and agree"], mistake: mistake)}
                {Form.Submit(Button, "grave")}
                """), changes: true)}
            {Parts.Actions(Parts.Button(member.Home, visit["やめて戻る", "Cancel"], "quiet"))}
            """)) with { IsNarrow = true, Status = forgotten ? 400 : 200 };
    }
}
