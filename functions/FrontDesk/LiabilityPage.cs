using Functions.Journal;
using Functions.MyPage;
using Functions.Web;

namespace Functions.FrontDesk;

/// <summary>What the program owes, by the month in which it ends: a picture, and the same in a table.</summary>
public static class LiabilityPage
{
    private const int Line = 30;
    private const int Labels = 84;
    private const int Bars = 190;
    private const int Width = 370;

    public static Page Of(DeskVisit desk, LiabilityAnswer owed)
    {
        var months = owed.Outstanding.GroupBy(line => line.ExpiresIn ?? "期限なし").Select(month => (Month: month.Key, Points: month.Sum(line => line.Points))).ToList();
        return desk.Page("ポイント債務", Html.Of($"""
            <p class="balance">{owed.Points:N0}<small>ポイント</small></p>
            {Parts.Facts(
                ("現在", Html.Of($"{desk.Visit.Date(owed.AsOf)}")),
                ("口座", Html.Of($"{owed.Accounts:N0}")),
                ("付与待ち", Html.Of($"{owed.Pending:N0}ポイント")),
                ("マイナス残高", Html.Of($"{owed.Debt:N0}ポイント")),
                ("付与・還元・失効の累計", Html.Of($"{owed.Awarded:N0}・{owed.Redeemed:N0}・{owed.Lapsed:N0}")),
                ("元帳との差", Html.Of($"{owed.Difference:N0}")))}
            {Parts.Section("有効期限の月ごと", months.Count == 0 ? Html.Of($"<p>残高のある口座はありません。</p>") : Html.Of($"""
                <div class="grid">
                <div class="sheet">{Chart(months)}</div>
                <div>{Parts.Table("月と種類ごと", ["失効する月", "種類", "ポイント"], owed.Outstanding.Select(IReadOnlyList<Html> (line) =>
                    [Html.Of($"{line.ExpiresIn ?? "期限なし"}"), Html.Of($"{Kind(line.Kind)}"), Html.Of($"<span class=\"number\">{line.Points:N0}</span>")]))}</div>
                </div>
                """))}
            {Parts.Section("元帳の動き", Parts.Table("種類ごと", ["種類", "件数", "ポイント"], owed.Movements.Select(IReadOnlyList<Html> (line) =>
                [Html.Of($"{Words.Kind(desk.Visit, line.Kind)}"), Html.Of($"{line.Entries:N0}"), Html.Of($"<span class=\"number\">{Words.Signed(line.Points)}</span>")])))}
            {Parts.Actions(Parts.Button("/front/operator", "運営者の画面へ", "quiet"))}
            """));
    }

    private static Html Chart(List<(string Month, long Points)> months)
    {
        var most = long.Max(1, months.Max(month => month.Points));
        return Html.Of($"""
            <svg class="chart" viewBox="0 0 {Width:D} {months.Count * Line:D}" role="img" aria-label="有効期限の月ごとのポイント。同じ数値は表にもあります。">
            {Html.Join(months.Select((month, i) => Html.Of($"""
                <text x="0" y="{i * Line + 20:D}">{month.Month}</text><rect x="{Labels:D}" y="{i * Line + 5:D}" width="{long.Max(1, (long)((decimal)long.Max(0, month.Points) * Bars / most)):D}" height="20"/><text class="end" x="{Width:D}" y="{i * Line + 20:D}">{month.Points:N0}</text>
                """)))}
            </svg>
            """);
    }

    private static string Kind(string kind) => kind switch
    {
        "base" => "ベース",
        "bonus" => "特別加算",
        "member" or "memberBonus" => "特典",
        _ => kind,
    };
}
