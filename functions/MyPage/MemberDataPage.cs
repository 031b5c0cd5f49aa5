using System.Globalization;
using Functions.Members;
using Functions.Web;
using Points.Ledger;

namespace Functions.MyPage;

public static class MemberDataPage
{
    public static Func<string, string?> ValuesOf(Member member) => field => field switch
    {
        "name" => member.Name,
        "kana" => member.Kana,
        "birthDate" => member.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "phone" => member.Phone,
        "postalCode" => member.PostalCode,
        "address" => member.Address,
        _ => null,
    };

    /// <param name="values">What the fields show: what is registered, or what was just sent and is wrong.</param>
    /// <param name="mailed">True after a new address was asked for.</param>
    public static Page Of(MemberVisit member, Func<string, string?> values, bool mailed = false, IReadOnlyList<string>? wrong = null, string? email = null)
    {
        var visit = member.Visit;
        if (!member.LiveCards.Any())
            return Unchangeable(member, values);
        return member.Page(visit["会員情報", "Member data"], Html.Of($"""
            {(mailed ? Parts.Notice(Html.Of($"<p>{visit["ご入力のアドレスがご利用いただけるものでしたら、確認メールをお送りしました。24時間以内にメールのリンクから確認してください。それまでは今のアドレスのままです。", "If the address can be used, a mail is on its way to it. Confirm it within 24 hours; until then your present address stays."]}</p>"), "good") : null)}
            {Form.Mistakes(visit, [.. (wrong ?? []).Select(field => PersonForm.Mistake(visit, field))])}
            <p>{visit["空欄のままの項目は変更されません。", "What you leave empty is not changed."]} <span class="clauses">{member.Terms.Membership.RequiredData.Clause}</span></p>
            {Form.Of(visit, $"{member.Home}/data", Html.Of($"""
                {PersonForm.Inputs(visit, field => Label(member, field), values, wrong ?? [])}
                {Form.Submit(visit["変更する", "Save"])}
                """), changes: true)}
            {Parts.Section(visit["メールアドレスの変更", "E-mail address"], Html.Of($"""
                <p>{visit["現在のアドレス", "Present address"]}: {member.Member.Email}</p>
                {Form.Of(visit, $"{member.Home}/email", Html.Of($"""
                    {Form.Input("email", visit["新しいメールアドレス", "New e-mail address"], email, "email", mistake: wrong?.Contains("email") == true ? PersonForm.Mistake(visit, "email") : null, autocomplete: "email", maxLength: 254)}
                    {Form.Submit(visit["確認メールを送る", "Send a mail to confirm it"], "quiet")}
                    """), changes: true)}
                """))}
            {(member.Member.History.Count > 0 ? Parts.Section(visit["変更の記録", "Changes"], Changes(member)) : null)}
            """)) with { IsNarrow = true, Status = wrong is null ? 200 : 400 };
    }

    /// <summary>A change is an entry of an account: without a card there is none to write it into.</summary>
    private static Page Unchangeable(MemberVisit member, Func<string, string?> values)
    {
        var visit = member.Visit;
        return member.Page(visit["会員情報", "Member data"], Html.Of($"""
            {Parts.Notice(Html.Of($"<p>{visit["変更は、カードをお持ちになってから承ります。お急ぎの場合はフロントへお申し出ください。", "You can change it once you have a card. If it cannot wait, please ask at the front desk."]}</p>"))}
            {Parts.Facts(((string[])["name", "kana", "birthDate", "phone", "postalCode", "address"]).Select(field => (Words.Field(visit, field), (Html?)Html.Of($"{values(field)}"))).Append((Words.Field(visit, "email"), Html.Of($"{member.Member.Email}"))))}
            {Parts.Actions(Parts.Button(member.Home, visit["マイページへ戻る", "Back to My Page"], "quiet"))}
            """)) with { IsNarrow = true };
    }

    private static string Label(MemberVisit member, string field) =>
        member.Missing.Contains(field) ? member.Visit[$"{Words.Field(member.Visit, field)}（未登録・必須）", $"{Words.Field(member.Visit, field)} (missing, required)"] : Words.Field(member.Visit, field);

    /// <summary>Which fields, when, by whom; the values are nowhere but in the fields above.</summary>
    private static Html Changes(MemberVisit member)
    {
        var visit = member.Visit;
        return Parts.Table(visit["新しい順", "Newest first"], [visit["日時", "Time"], visit["項目", "Fields"], visit["変更した人", "By"]],
            member.Member.History.Reverse().Take(20).Select(IReadOnlyList<Html> (change) =>
            [
                Html.Of($"<span class=\"number\">{change.At.ToOffset(member.Program.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}</span>"),
                Html.Of($"{(change.Fields.Count == 0 ? visit["変更なし", "none"] : Words.Fields(visit, change.Fields))}"),
                Html.Of($"{(change.By == Operation.ByMember ? visit["ご本人", "you"] : visit["係員", "staff"])}"),
            ]));
    }
}
