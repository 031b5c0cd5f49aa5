using Functions.Web;
using Points.Ledger;

namespace Functions.Cards;

public static class TapPage
{
    public static Page Of(Visit visit, Balance balance) => new(visit, visit["ポイント残高", "Your points"], Html.Of($"""
        <div class="sheet face">
        <p class="balance">{balance.Points:N0}<small>{visit["ポイント", "points"]}</small></p>
        <p>{Expiry(visit, balance)}</p>
        <p class="soft">{visit[$"{visit.Date(balance.AsOf)} 現在", $"As of {visit.Date(balance.AsOf)}"]}</p>
        </div>
        """)) { IsNarrow = true };

    /// <summary>The same bytes for a card that is unknown, has ended or is suspended.</summary>
    public static Page Unknown(Visit visit) => new(visit, visit["ポイント残高", "Your points"], Html.Of($"""
        <p class="lead">{visit["このカードの残高は表示できません。お近くの施設のフロントへお問い合わせください。", "The balance of this card cannot be shown. Please ask at the front desk."]}</p>
        """)) { IsNarrow = true, Status = 404 };

    private static string Expiry(Visit visit, Balance balance) => balance switch
    {
        { LapsedOn: { } lapsed } => visit[$"ポイントは{visit.Date(lapsed)}に失効しました。", $"Your points expired on {visit.Date(lapsed)}."],
        { ExpiresOn: { } expires } => visit[$"{visit.Date(expires)} まで有効", $"Valid through {visit.Date(expires)}"],
        _ => visit["有効期限はありません。", "Your points do not expire."],
    };
}
