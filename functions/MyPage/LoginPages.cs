using Functions.Web;
using Points.Programs;

namespace Functions.MyPage;

public static class LoginPages
{
    public static Page Choose(Visit visit, IEnumerable<Program> programs) => new(visit, visit["マイページ", "My Page"], Html.Of($"""
        <p class="lead">{visit["ご利用のプログラムをお選びください。", "Choose your program."]}</p>
        <ul class="menu">{programs.Select(program => Html.Of($"<li><a href=\"/mypage/{program.Id}\">{program.Name}</a></li>"))}</ul>
        """)) { IsNarrow = true };

    public static Page Ask(Visit visit, Terms terms, string address = "", bool isWrong = false)
    {
        var mistake = isWrong ? visit["メールアドレスの形をご確認ください（例 taro@example.jp）。", "Please check the e-mail address (e.g. taro@example.jp)."] : null;
        return new Page(visit, visit["マイページへログイン", "Sign in to My Page"], Html.Of($"""
            <p>{visit["ご登録のメールアドレスを入力してください。ログイン用のリンクをお送りします。パスワードはありません。", "Enter your registered e-mail address and we will send you a link. There is no password."]}</p>
            {Form.Mistakes(visit, mistake is null ? [] : [mistake])}
            {Form.Of(visit, $"/mypage/{visit.Program!.Id}/login", Html.Of($"""
                {Form.Input("email", visit["メールアドレス", "E-mail address"], address, "email", mistake: mistake, autocomplete: "email", required: true)}
                {Form.Submit(visit["リンクを送る", "Send the link"])}
                """))}
            {Parts.Section(visit["はじめての方", "First time here?"], Html.Of($"<p>{visit["カードの発行時やフロントで会員登録をされると、確認メールが届きます。メールのリンクからアドレスを確認すると、マイページをご利用いただけます。", "Register at the front desk with your card. You will receive a mail to confirm your address, and My Page is open from then on."]}</p>{NoCard(visit, terms)}"))}
            """)) { IsNarrow = true, Status = isWrong ? 400 : 200 };
    }

    private static Html? NoCard(Visit visit, Terms terms) => RegisterPages.Button(visit, visit.Program!, terms, "quiet") is { } button
        ? Html.Of($"<p>{visit["カードをお持ちでない方も、こちらからご登録いただけます。", "You can register without a card, too."]}</p>{Parts.Actions(button)}") : null;

    /// <summary>The same whether or not the address is known.</summary>
    public static Page Sent(Visit visit) => new(visit, visit["メールをご確認ください", "Check your mail"], Html.Of($"""
        <p class="lead">{visit["ご登録のあるアドレスでしたら、ログイン用のリンクをお送りしました。15分以内にメールのリンクを開いてください。", "If the address is registered, a link is on its way. Open it within 15 minutes."]}</p>
        <ul>
        <li>{visit["届かないときは、迷惑メールのフォルダと、携帯電話会社の受信設定をご確認ください。", "If nothing arrives, look into your spam folder."]}</li>
        <li>{visit["リンクのご利用は1回限りです。", "The link works once."]}</li>
        </ul>
        <p class="actions">{Parts.Button($"/mypage/{visit.Program!.Id}/login", visit["もう一度送る", "Send again"], "quiet")}</p>
        """)) { IsNarrow = true };

    public static Page Link(Visit visit, string code) => new(visit, visit["マイページへログイン", "Sign in to My Page"], Html.Of($"""
        <p>{visit["下のボタンを押すとログインします。", "Press the button to sign in."]}</p>
        {Form.Of(visit, $"/mypage/{visit.Program!.Id}/login/link", Html.Of($"{Form.Hidden("code", code)}{Form.Submit(visit["ログインする", "Sign in"])}"))}
        """)) { IsNarrow = true };

    public static Page Spent(Visit visit) => new(visit, visit["このリンクは使えません", "This link does not work"], Html.Of($"""
        <p>{visit["リンクの有効期限は15分、ご利用は1回限りです。お手数ですが、もう一度リンクをお送りください。", "A link works once, within 15 minutes. Please request another one."]}</p>
        <p class="actions">{Parts.Button($"/mypage/{visit.Program!.Id}/login", visit["新しいリンクを送る", "Send a new link"])}</p>
        """)) { IsNarrow = true, Status = 404 };
}
