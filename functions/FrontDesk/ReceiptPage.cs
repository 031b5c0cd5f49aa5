using Functions.Ledger;
using Functions.MyPage;
using Functions.Web;
using Points.Ledger;

namespace Functions.FrontDesk;

/// <summary>What was done, as the printer has it; the next card can be read right here.</summary>
public static class ReceiptPage
{
    public static Page Of(DeskVisit desk, MutationAnswer done) => Of(
        desk, $"{Words.Kind(desk.Visit, done.Kind)} 完了", done.Receipt, done.CardNumber,
        Html.Of($"""
            {(done.Points == 0 ? null : Html.Of($"<p class=\"balance\">{Words.Signed(done.Points)}<small>ポイント</small></p>"))}
            {Parts.Facts(
                ("残高", Html.Of($"<strong>{done.Balance.Points:N0}ポイント</strong>")),
                ("ポイントでのお支払い", done.PaidYen is { } paid ? Html.Of($"{paid:N0}円") : null),
                ("いただく手数料", done.FeeYen is > 0 and var fee ? Html.Of($"<strong>{fee:N0}円</strong>") : null),
                ("新しいカード", done.Kind is EntryKind.Issue or EntryKind.Reissue ? Html.Of($"<span class=\"number\">{Words.Number(done.CardNumber)}</span>") : null),
                ("会員情報", done.Kind == EntryKind.Member ? Html.Of($"{(done.Missing is { Count: > 0 } missing ? $"不足：{Words.Fields(desk.Visit, missing)}" : "すべて登録済み")}") : null))}
            {Words.Steps(done.Explanation)}
            {(done.ScanPayload is { } payload && done.Medium != "nfc" ? Web.QrImage.Of(payload, "カードのQRコード") : null)}
            """));

    public static Page Of(DeskVisit desk, string title, IReadOnlyList<string> lines, string cardNumber, Html? facts = null) => desk.Page(title, Html.Of($"""
        <div class="grid done">
        <div class="sheet">
        {facts}
        {Parts.Actions(
            Parts.Button($"{DeskVisit.Home}/cards/{cardNumber}", "このカードへ", "quiet"),
            Html.Of($"<button class=\"button quiet\" type=\"button\" data-print hidden>レシートを印刷</button>"))}
        </div>
        <pre class="receipt" aria-label="レシート">{string.Join('\n', lines)}</pre>
        </div>
        {Parts.Section("次のカード", StartPage.ScanForm(desk))}
        """));
}
