using Functions.Web;
using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Functions.MyPage;

/// <summary>The words of the ledger as members read them.</summary>
public static class Words
{
    /// <summary>In groups of four, as it is printed.</summary>
    public static string Number(string cardNumber) => string.Join(' ', cardNumber.Chunk(4).Select(group => new string(group)));

    public static string Kind(Visit visit, string kind) => kind switch
    {
        EntryKind.Issue => visit["カード発行", "Card issued"],
        EntryKind.Award => visit["付与", "Earned"],
        EntryKind.Redemption => visit["還元・ご利用", "Used"],
        EntryKind.Return => visit["返品", "Return"],
        EntryKind.Void => visit["取消", "Cancelled"],
        EntryKind.Lapse => visit["失効", "Expired"],
        EntryKind.Exchange => visit["商品と交換", "Exchange"],
        EntryKind.TransferOut => visit["ご家族へ譲渡", "Given to family"],
        EntryKind.TransferIn => visit["ご家族から譲渡", "Received from family"],
        EntryKind.Migration => visit["旧カードから移行", "Moved from old card"],
        EntryKind.Merge => visit["カードの合算", "Cards merged"],
        EntryKind.Link => visit["カードのリンク", "Cards linked"],
        EntryKind.Moved => visit["合算・リンクへ移動", "Moved by merge or link"],
        EntryKind.Suspension => visit["利用停止", "Suspended"],
        EntryKind.Resumption => visit["利用再開", "Resumed"],
        EntryKind.Reissue => visit["カード再発行", "Card reissued"],
        EntryKind.Recall => visit["カード返却", "Card handed in"],
        EntryKind.Renewal => visit["QRコードの更新", "New QR code"],
        EntryKind.Withdrawal => visit["退会", "Withdrawn"],
        EntryKind.Forfeiture => visit["カード失効", "Card ended"],
        EntryKind.Member => visit["会員情報", "Member data"],
        EntryKind.Erasure => visit["個人情報の抹消", "Data erased"],
        _ => kind,
    };

    public static Html Status(Visit visit, CardStatus status) => status switch
    {
        CardStatus.Active => Html.Of($"<span class=\"badge\">{visit["ご利用いただけます", "Active"]}</span>"),
        CardStatus.Suspended => Html.Of($"<span class=\"badge off\">{visit["利用停止中", "Suspended"]}</span>"),
        _ => Html.Of($"<span class=\"badge off\">{visit["失効", "Ended"]}</span>"),
    };

    public static string Field(Visit visit, string field) => field switch
    {
        "name" => visit["氏名", "Name"],
        "kana" => visit["氏名（カナ）", "Name in kana"],
        "birthDate" => visit["生年月日", "Date of birth"],
        "phone" => visit["電話番号", "Phone"],
        "postalCode" => visit["郵便番号", "Postal code"],
        "address" => visit["住所", "Address"],
        "email" => visit["メールアドレス", "E-mail address"],
        "emailConfirmedAt" => visit["メールアドレスの確認", "E-mail address confirmed"],
        "newsMail" => visit["お知らせメール", "News by mail"],
        "noticeOf" => visit["ポイント増減のお知らせ", "Notice of points"],
        "registrationCode" => visit["登録用QRコードの発行", "Registration code issued"],
        _ => field,
    };

    public static string Fields(Visit visit, IEnumerable<string> fields) => string.Join(visit["、", ", "], fields.Select(field => Field(visit, field)));

    public static string Signed(long points) => points switch { > 0 => $"+{points:N0}", < 0 => $"−{-points:N0}", _ => "0" };

    /// <summary>Each step of a decision with its clause; the terms are Japanese, and so is this.</summary>
    public static Html Steps(IEnumerable<Step> steps) => Html.Of($"""
        <ul class="steps" lang="ja">{steps.Select(step => Html.Of($"<li>{step.Text}{(step.Clause is { } clause ? Html.Of($" <span class=\"clauses\">{clause}</span>") : null)}</li>"))}</ul>
        """);

    public static Html Refusal(Visit visit, Refused refused) => Parts.Notice(Html.Of($"""
        <p><strong>{visit["規約により承れません", "The terms do not allow this"]}</strong></p>
        <p lang="ja">{refused.Detail} <span class="clauses">{string.Join(' ', refused.Clauses)}</span></p>
        """), "wrong");

    public static string Place(Entry entry, Program program) => string.Join(' ', new[]
    {
        entry.Facility is { } facility ? program.Facilities.GetValueOrDefault(facility, facility) : null,
        entry.Department is { } department ? program.Departments.GetValueOrDefault(department, department) : null,
    }.OfType<string>());
}
