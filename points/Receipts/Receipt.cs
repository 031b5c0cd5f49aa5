using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Points.Receipts;

/// <summary>What the till prints for the member (KKR-10): lines of <see cref="ReceiptLines.Columns"/> columns.</summary>
public static class Receipt
{
    public static IReadOnlyList<string> For(Entry entry, Balance balance, Program program) =>
    [
        .. Head(Title(entry.Kind), program),
        .. entry.Facility is { } facility ? ReceiptLines.Pair("施設", Named(program.Facilities, facility)) : [],
        .. entry.Department is { } department ? ReceiptLines.Pair("部門", Named(program.Departments, department)) : [],
        .. ReceiptLines.Pair("日時", Stamp(entry.OccurredAt, program)),
        .. ReceiptLines.Pair("カード", CardNumber.Masked(entry.Issued?.NewNumber ?? entry.CardNumber)),
        ReceiptLines.Rule(),
        .. entry.Payment is { } paid ? ReceiptLines.Pair("充当額", $"{paid.PaidYen:N0}円") : [],
        .. entry.Issued is { FeeYen: > 0 } issued ? ReceiptLines.Pair("発行手数料", $"{issued.FeeYen:N0}円") : [],
        .. entry.Merged is { FeeYen: > 0 } merged ? ReceiptLines.Pair("手数料", $"{merged.FeeYen:N0}円") : [],
        .. ReceiptLines.Pair("今回ポイント", $"{entry.Points:+#,0;-#,0;0} P"),
        .. Holding(balance),
        ReceiptLines.Rule(),
        .. ReceiptLines.Pair("取引番号", entry.Id),
    ];

    public static IReadOnlyList<string> For(Balance balance, DateTimeOffset now, Program program) =>
    [
        .. Head("ポイント残高", program),
        .. ReceiptLines.Pair("日時", Stamp(now, program)),
        .. ReceiptLines.Pair("カード", CardNumber.Masked(balance.CardNumber)),
        ReceiptLines.Rule(),
        .. Holding(balance),
    ];

    private static IEnumerable<string> Head(string title, Program program) =>
        [ReceiptLines.Centre(program.Name), ReceiptLines.Centre(title), ReceiptLines.Rule()];

    private static IEnumerable<string> Holding(Balance balance) =>
    [
        .. ReceiptLines.Pair("残高", $"{balance.Points:N0} P"),
        .. balance.LapsedOn is { } lapsedOn
            ? ReceiptLines.Pair("失効日", Calendar.InJapanese(lapsedOn))
            : ReceiptLines.Pair("有効期限", Calendar.InJapanese(balance.ExpiresOn)),
    ];

    private static string Title(string kind) => kind switch
    {
        EntryKind.Issue => "カード発行",
        EntryKind.Award => "ポイント付与",
        EntryKind.Redemption => "ポイント還元",
        EntryKind.Return => "返品",
        EntryKind.Void => "取消",
        EntryKind.Exchange => "ポイント交換",
        EntryKind.Member => "会員情報登録",
        EntryKind.Migration => "旧カード移行",
        EntryKind.Suspension => "利用停止",
        EntryKind.Resumption => "利用再開",
        EntryKind.Reissue => "カード再発行",
        EntryKind.Recall => "カード返還",
        EntryKind.Renewal => "読取用コード更新",
        EntryKind.Withdrawal => "退会",
        EntryKind.Forfeiture => "会員資格の終了",
        EntryKind.Merge => "ポイント合算",
        EntryKind.Link => "カードリンク",
        EntryKind.TransferOut => "ポイント譲渡",
        _ => "ポイント明細",
    };

    private static string Stamp(DateTimeOffset instant, Program program) => $"{instant.ToOffset(program.Offset):yyyy/MM/dd HH:mm}";

    private static string Named(IReadOnlyDictionary<string, string> names, string id) => names.GetValueOrDefault(id, id);
}
