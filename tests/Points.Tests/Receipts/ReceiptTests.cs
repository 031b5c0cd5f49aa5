using Points.Ledger;
using Points.Receipts;

namespace Points.Tests.Receipts;

public sealed class ReceiptTests
{
    private static IReadOnlyList<string> Print(Book book, Decision decision, string asOf) =>
        Receipt.For(decision.ShouldBeAccepted().Main, book.Balance(asOf), Kkr.Program);

    [Fact, Clause("KKR-10")]
    public void OfAnAward()
    {
        var book = new Book();

        Assert.Equal(
            [
                "          KKRポイント",
                "          ポイント付与",
                "--------------------------------",
                "施設               KKRホテル東京",
                "部門                        宿泊",
                "日時            2024/02/10 18:05",
                "カード       ****-****-****-0018",
                "--------------------------------",
                "今回ポイント              +310 P",
                "残高                       310 P",
                "有効期限           2026年2月28日",
                "--------------------------------",
                "取引番号           till-3-000123",
            ],
            Print(book, book.Award("till-3-000123", "2024-02-10 18:05:59", 31_850), "2024-02-10"));
    }

    [Fact, Clause("KKR-10")]
    public void OfARedemption()
    {
        var book = new Book(Kkr.Program, Kkr.Account(points: 2_630));

        Assert.Equal(
            [
                "          KKRポイント",
                "          ポイント還元",
                "--------------------------------",
                "施設               KKRホテル東京",
                "部門                        宿泊",
                "日時            2024/03/31 09:00",
                "カード       ****-****-****-0018",
                "--------------------------------",
                "充当額                   1,000円",
                "今回ポイント            -1,000 P",
                "残高                     1,630 P",
                "有効期限           2026年3月31日",
                "--------------------------------",
                "取引番号           till-3-000124",
            ],
            Print(book, book.Redeem("till-3-000124", "2024-03-31 09:00:00", 1_000), "2024-03-31"));
    }

    [Fact, Clause("KKR-10")]
    public void OfACard()
    {
        var decision = Issue.Decide("account-1", new CardRequest("nfc", "general", "individual"), Kkr.On("2023-12-01", id: "issue-1"), Kkr.Program);
        var accepted = decision.ShouldBeAccepted();

        Assert.Equal(
            [
                "          KKRポイント",
                "           カード発行",
                "--------------------------------",
                "施設               KKRホテル東京",
                "部門                        宿泊",
                "日時            2023/12/01 12:00",
                "カード       ****-****-****-0018",
                "--------------------------------",
                "発行手数料                 300円",
                "今回ポイント                 0 P",
                "残高                         0 P",
                "有効期限                期限なし",
                "--------------------------------",
                "取引番号                 issue-1",
            ],
            Receipt.For(accepted.Main, Kkr.Balance(accepted.After, "2023-12-01"), Kkr.Program));
    }

    [Fact, Clause("KKR-10")]
    public void OfABalance() =>
        Assert.Equal(
            [
                "          KKRポイント",
                "          ポイント残高",
                "--------------------------------",
                "日時            2024/03/31 09:00",
                "カード       ****-****-****-0018",
                "--------------------------------",
                "残高                 1,234,567 P",
                "有効期限           2026年2月28日",
            ],
            Receipt.For(Kkr.Balance(Kkr.Account(points: 1_234_567), "2024-03-31"), Kkr.Instant("2024-03-31 09:00:00"), Kkr.Program));

    [Fact, Clause("KKR-6.3")]
    public void OfABalanceThatHasLapsed() =>
        Assert.Equal(
            [
                "          KKRポイント",
                "          ポイント残高",
                "--------------------------------",
                "日時            2026/03/01 00:00",
                "カード       ****-****-****-0018",
                "--------------------------------",
                "残高                         0 P",
                "失効日              2026年3月1日",
            ],
            Receipt.For(Kkr.Balance(Kkr.Account(points: 500), "2026-03-01"), Kkr.Instant("2026-03-01 00:00:00"), Kkr.Program));

    [Fact, Clause("KKR-10")]
    public void ALongOperationId_IsWrapped_AndNothingIsLost()
    {
        var id = "0123456789abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQR";
        var book = new Book();

        Assert.Equal(
            ["取引番号", "0123456789abcdefghijklmnopqrstuv", "wxyz0123456789ABCDEFGHIJKLMNOPQR"],
            Print(book, book.Award(id, "2024-02-10", 1_000), "2024-02-10").TakeLast(3));
    }

    [Fact, Clause("KKR-10")]
    public void NoLine_IsWiderThanThePaper()
    {
        var program = Kkr.Program with
        {
            Name = "国家公務員共済組合連合会のとても長い名前のポイントサービス",
            Facilities = new Dictionary<string, string> { ["tokyo"] = "KKRホテル東京の別館のとても長い名前のレストランとﾎﾃﾙ" },
        };
        var book = new Book(program, Kkr.Fresh());
        Decision[] decisions =
        [
            book.Award("a", "2024-02-10", 9_007_199_254_740_991), book.Redeem("r", "2024-02-11", 90_071_992_547_000),
            book.Return("back", "2024-02-12", "a", 1), book.Void("v", "2024-02-12", "r"),
        ];

        foreach (var line in decisions.SelectMany(decision => Receipt.For(decision.ShouldBeAccepted().Main, book.Balance("2024-02-12"), program)))
            Assert.InRange(ReceiptLines.WidthOf(line), 1, 32);
    }
}
