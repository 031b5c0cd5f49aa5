using System.Globalization;
using Functions.Web;
using Points.Ledger;
using Points.Programs;

namespace Functions.MyPage;

public static class RegisterPages
{
    /// <summary>The box that agrees to the terms; its value is the version that was shown.</summary>
    public const string Agreed = "terms";

    /// <summary>What nobody can be registered without, and what the terms ask for.</summary>
    public static IReadOnlyList<string> Required(Terms terms) => [.. ((string[])["name", "kana", "birthDate", "email"]).Union(terms.Membership.RequiredData.Is)];

    public static string Version(Terms terms) => terms.EffectiveFrom.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static Page Ask(Visit visit, Terms terms, Func<string, string?> values, IReadOnlyCollection<string>? wrong = null)
    {
        var (program, mistakes) = (visit.Program!, wrong ?? []);
        string Label(string field) => Required(terms).Contains(field) ? Words.Field(visit, field) : visit[$"{Words.Field(visit, field)}（任意）", $"{Words.Field(visit, field)} (optional)"];
        return new Page(visit, visit["オンライン会員登録", "Register online"], Html.Of($"""
            <p class="lead">{visit["カードをお持ちでない方の会員登録です。", "For those who do not have a card yet."]} <span class="clauses">{terms.Cards.RegistrationCodes!.Clause}</span></p>
            <ol class="way">
            <li>{visit["下のフォームを送ると、確認メールが届きます。", "Send the form below: a mail will reach you."]}</li>
            <li>{visit["メールのリンクからアドレスを確認し、マイページにログインします。", "Confirm your address by its link and sign in to My Page."]}</li>
            <li>{visit["マイページの登録用QRコードをフロントで示し、カードを受け取ります。", "Show the registration code of My Page at the front desk and receive your card."]}</li>
            </ol>
            {Form.Mistakes(visit, [.. mistakes.Select(field => Mistake(visit, field))])}
            {Form.Of(visit, $"/mypage/{program.Id}/register", Html.Of($"""
                {PersonForm.Inputs(visit, Label, values, mistakes)}
                {Form.Input("email", Label("email"), values("email"), "email", mistake: mistakes.Contains("email") ? Mistake(visit, "email") : null, autocomplete: "email", maxLength: 254)}
                {Form.Tick("newsMail", visit["キャンペーン等のお知らせをメールで受け取る", "Send me news by mail"], ticked: values("newsMail") is "yes")}
                {TermsSection(visit, terms)}
                {Form.Tick(Agreed, visit["規約に同意します", "I agree to the terms"], Version(terms), ticked: values(Agreed) == Version(terms), mistake: mistakes.Contains(Agreed) ? Mistake(visit, Agreed) : null)}
                {Form.Submit(visit["登録を申し込む", "Register"])}
                """), changes: true)}
            <p class="soft">{visit["すでにカードをお持ちの方は、フロントで会員登録を承ります。", "If you already have a card, please register at the front desk."]}</p>
            """)) { IsNarrow = true, Status = mistakes.Count > 0 ? 400 : 200 };
    }

    /// <summary>The same whether or not the address is known.</summary>
    public static Page Sent(Visit visit) => new(visit, visit["メールをお送りしました", "A mail was sent"], Html.Of($"""
        <p class="lead">{visit["ご入力のアドレスにメールをお送りしました。24時間以内にメールのリンクを開いてください。", "A mail is on its way to your address. Open its link within 24 hours."]}</p>
        <ul>
        <li>{visit["届かないときは、迷惑メールのフォルダと、携帯電話会社の受信設定をご確認ください。", "If nothing arrives, look into your spam folder."]}</li>
        <li>{visit["アドレスを間違えた場合は、もう一度お申し込みください。", "If the address was mistyped, please register again."]}</li>
        </ul>
        {Parts.Actions(Parts.Button($"/mypage/{visit.Program!.Id}/login", visit["マイページへログイン", "Sign in to My Page"], "quiet"))}
        """)) { IsNarrow = true };

    public static Page Refused(Visit visit, Refused refused) => new(visit, visit["ご登録いただけません", "You cannot register"], Html.Of($"""
        {Words.Refusal(visit, refused)}
        {Parts.Actions(Parts.Button($"/programs/{visit.Program!.Id}", visit["ご案内へ戻る", "Back"], "quiet"))}
        """)) { IsNarrow = true, Status = 422 };

    /// <summary>The invitation, where a program offers it.</summary>
    public static Html? Button(Visit visit, Program program, Terms terms, string? kind = null) => terms.Cards.RegistrationCodes is null
        ? null
        : Parts.Button($"/mypage/{program.Id}/register", visit["オンライン会員登録", "Register online"], kind);

    private static Html TermsSection(Visit visit, Terms terms) => Html.Of($"""
        <p><a href="/programs/{visit.Program!.Id}#terms" target="_blank" rel="noopener">{visit.Program.TermsTitle}</a>{visit[$"（{visit.Date(terms.EffectiveFrom)} 施行）をお読みください。", $" (in force from {visit.Date(terms.EffectiveFrom)}): please read them."]}</p>
        """);

    private static string Mistake(Visit visit, string field) => field == Agreed
        ? visit["規約をお読みのうえ、同意のチェックを入れてください。", "Please read the terms and tick the box."]
        : PersonForm.Mistake(visit, field);
}
