using Functions.Web;

namespace Functions.MyPage;

public static class ConfirmPages
{
    public static Page Ask(Visit visit, string code) => new(visit, visit["メールアドレスの確認", "Confirm your e-mail address"], Html.Of($"""
        <p>{visit["下のボタンを押すと確認が終わり、マイページをご利用いただけるようになります。", "Press the button to confirm it. My Page is open from then on."]}</p>
        {Form.Of(visit, $"/{ConfirmPageFunction.Route}", Html.Of($"{Form.Hidden("code", code)}{Form.Submit(visit["確認する", "Confirm"])}"))}
        """)) { IsNarrow = true };

    /// <param name="offersCodes">Whether a member without a card can get one by a registration code.</param>
    public static Page Done(Visit visit, bool offersCodes) => new(visit, visit["確認できました", "Confirmed"], Html.Of($"""
        <p>{visit["メールアドレスを確認しました。マイページをご利用いただけます。", "Your e-mail address is confirmed. My Page is open."]}</p>
        {(offersCodes ? Html.Of($"<p>{visit["カードをお持ちでない方は、ログイン後にマイページの登録用QRコードをフロントでお示しください。カードをお渡しします。", "No card yet? Sign in and show the registration code of My Page at the front desk to receive one."]}</p>") : null)}
        {Parts.Actions(Parts.Button($"/mypage/{visit.Program!.Id}/login", visit["マイページへログイン", "Sign in to My Page"]))}
        """)) { IsNarrow = true };

    /// <summary>The same for unknown, used and expired codes.</summary>
    public static Page Spent(Visit visit) => new(visit, visit["このリンクは使えません", "This link does not work"], Html.Of($"""
        <p>{visit["リンクの有効期限は24時間、ご利用は1回限りです。すでに確認がお済みの場合は、そのままマイページへログインしていただけます。", "A link works once, within 24 hours. If you have confirmed already, simply sign in."]}</p>
        {Parts.Actions(Parts.Button("/mypage", visit["マイページ", "My Page"], "quiet"))}
        """)) { IsNarrow = true, Status = 404 };
}
