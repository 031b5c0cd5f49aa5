using Functions.MyPage;
using Functions.Web;
using Points.Ledger;

namespace Functions.FrontDesk;

/// <summary>The form, the quote and the refusal of every action.</summary>
public static class DeskPages
{
    public const string Agreed = "agreed";

    public static Page Ask(DeskRequest asked, FormFields? typed, IReadOnlyDictionary<string, string[]> mistakes) => asked.Desk.Page(asked.Action.Title, Html.Of($"""
        {CardLine(asked.Card)}
        {Form.Mistakes(asked.Desk.Visit, Summary(asked.Fields, mistakes))}
        {Form.Of(asked.Desk.Visit, $"{DeskVisit.Home}/quotes/{asked.Action.Name}/{asked.Card.Card.Number}", Html.Of($"""
            <div class="desk">{DeskFields.Inputs(asked.Fields, typed, mistakes)}</div>
            {Form.Submit("内容を確認する")}
            """))}
        {Parts.Actions(Parts.Button(asked.Card.Address, "カードへ戻る", "quiet"))}
        """)) with { IsNarrow = true, Status = mistakes.Count > 0 ? 400 : 200 };

    public static IReadOnlyCollection<string> Summary(IReadOnlyList<DeskField> fields, IReadOnlyDictionary<string, string[]> mistakes) => mistakes.Count == 0 ? []
        : [string.Join("、", fields.Where(field => mistakes.ContainsKey(field.Name)).Select(field => field.Label).Concat(mistakes.Keys.Where(name => fields.All(field => field.Name != name)))) + "をご確認ください。"];

    public static Page Quote(DeskRequest asked, FormFields typed, Accepted accepted, string operationId, bool isForgotten) => Quote(
        asked.Desk, asked.Action, $"{DeskVisit.Home}/actions/{asked.Action.Name}/{asked.Card.Card.Number}", Html.Of($"{(isForgotten ? null : StartPage.Unfinished(asked.Desk, asked.Card.Card.Number))}{CardLine(asked.Card)}"), asked.Fields, typed, accepted, operationId, isForgotten);

    public static Page Quote(
        DeskVisit desk, DeskAction action, string address, Html? card, IReadOnlyList<DeskField> fields, FormFields typed, Accepted accepted, string operationId, bool isForgotten)
    {
        var mistake = isForgotten ? "お客様に説明のうえ、チェックを入れてください。" : null;
        return desk.Page($"{action.Title}の確認", Html.Of($"""
            {card}
            {Form.Mistakes(desk.Visit, mistake is null ? [] : [mistake])}
            {Parts.Sheet(Html.Of($"""
                {(accepted.Main.Points == 0 ? null : Html.Of($"<p class=\"balance\">{Words.Signed(accepted.Main.Points)}<small>ポイント</small></p>"))}
                {Parts.Facts(
                [
                    .. DeskFields.Facts(fields, typed),
                    ("ポイントでのお支払い", accepted.Main.Payment is { } paid ? Html.Of($"{paid.PaidYen:N0}円") : null),
                    ("手数料", accepted.Main.Issued is { } issued ? Html.Of($"<strong>{issued.FeeYen:N0}円</strong>") : null),
                    ("お手続き後の残高", Html.Of($"<strong>{accepted.After.Holdings.Points:N0}ポイント</strong>")),
                    ("有効期限", accepted.After.Holdings is { Points: > 0, ExpiresOn: { } on } ? Html.Of($"{desk.Visit.Date(on)}") : null),
                ])}
                {Words.Steps(accepted.Main.Steps)}
                """))}
            {(action.Grave is null ? null : Parts.Notice(Html.Of($"<p><strong>取り消すことはできません</strong></p><p>{action.Grave}</p>"), "grave"))}
            {Form.Of(desk.Visit, address, Html.Of($"""
                {DeskFields.Hidden(fields, typed)}
                {(action.Grave is null ? null : Form.Tick(Agreed, "上記を確認し、説明しました", mistake: mistake))}
                <p class="actions"><button class="button {(action.Grave is null ? "big" : "big grave")}"{(action.Grave is null ? Html.Of($" autofocus") : null)}>{action.Button}</button></p>
                """), changes: true, operationId)}
            {Ask(desk, operationId, "やめる", isCancel: true)}
            """)) with { IsNarrow = true, Status = isForgotten ? 400 : 200 };
    }

    /// <summary>Asks what became of an operation.</summary>
    public static Html Ask(DeskVisit desk, string operationId, string button, bool isCancel = false) => Form.Of(desk.Visit, $"{DeskVisit.Home}/settle", Html.Of($"""
        {Form.Hidden(Form.OperationField, operationId)}{(isCancel ? Form.Hidden("cancel", "yes") : null)}<p class="actions"><button class="button quiet">{button}</button></p>
        """));

    /// <summary>In the words of the clerk, for the time when nobody knows what became of it.</summary>
    public static string What(DeskAction action, Accepted accepted) => accepted.Main.Points == 0 ? action.Title : $"{action.Title} {Words.Signed(accepted.Main.Points)}ポイント";

    public static Page Refused(DeskVisit desk, string title, Refused refused, string? cardNumber) => desk.Page($"{title}はできません", Html.Of($"""
        {Parts.Notice(Html.Of($"<p class=\"lead\"><strong>{refused.Detail}</strong></p><p class=\"clauses\">{string.Join(' ', refused.Clauses)}</p><p>何も記帳されていません。</p>"), "wrong")}
        {Parts.Actions(Parts.Button(cardNumber is null ? $"{DeskVisit.Home}/issue" : $"{DeskVisit.Home}/cards/{cardNumber}", cardNumber is null ? "カード発行へ戻る" : "カードへ戻る"), Parts.Button(DeskVisit.Home, "次のカード", "quiet"))}
        """)) with { IsNarrow = true };

    public static Page NotDone(DeskVisit desk, UnfinishedOperation asked) => desk.Page("実行されていません", Html.Of($"""
        {Parts.Notice(Html.Of($"<p class=\"lead\"><strong>{asked.What}</strong></p><p>何も記帳されていません。これから記帳されることもありません。あらためてお手続きください。</p>"), "wrong")}
        {Parts.Actions(
            asked.CardNumber is { } number ? Parts.Button($"{DeskVisit.Home}/cards/{number}", "カードを開いてやり直す") : Parts.Button($"{DeskVisit.Home}/issue", "カード発行をやり直す"),
            Parts.Button(DeskVisit.Home, "次のカード", "quiet"))}
        """)) with { IsNarrow = true };

    private static Html CardLine(DeskCard card) => Html.Of($"""
        <p class="cardline"><span class="number">{Words.Number(card.Card.Number)}</span> <span>残高 <strong>{card.Balance.Points:N0}</strong> ポイント</span></p>
        """);
}
