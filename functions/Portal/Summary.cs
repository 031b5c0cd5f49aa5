using Functions.Web;
using Points.Programs;

namespace Functions.Portal;

/// <summary>A program in two sentences, from its rules.</summary>
public static class Summary
{
    public static string Of(Visit visit, Terms terms)
    {
        var (award, use) = (terms.Award, terms.Redemption);
        var earn = visit[
            $"{(award.Basis.Is == TaxBasis.TaxIncluded ? "税込" : "税抜")}{award.UnitYen.Is:N0}円ごとに{award.PointsPerUnit.Is:N0}ポイント。",
            $"Earn {visit.Points(award.PointsPerUnit.Is)} per ¥{award.UnitYen.Is:N0} ({(award.Basis.Is == TaxBasis.TaxIncluded ? "tax included" : "before tax")})."];
        var spend = visit[
            $"{use.UnitPoints.Is:N0}ポイントから、1ポイント{use.YenPerPoint.Is:N0}円としてご利用いただけます。",
            $"Use them from {visit.Points(use.UnitPoints.Is)}, each worth ¥{use.YenPerPoint.Is:N0}."];
        return $"{earn}{visit["", " "]}{spend}{visit["", " "]}{Expiry(visit, terms.Expiry)}";
    }

    private static string Expiry(Visit visit, ExpiryRules rules) => rules switch
    {
        LastActivityExpiry last => visit[$"有効期限は最後のご利用から{last.Years.Is}年後の月末まで、ご利用のたびに延びます。", $"They stay valid until the end of the month {last.Years.Is} years after your last visit."],
        AccrualYearExpiry years => visit[$"有効期限は、貯めた年度とその後{years.CarriedYears.Is}年度の終わりまでです。", $"They stay valid through the year in which you earned them and {years.CarriedYears.Is} more."],
        _ => visit["有効期限はありません。", "They never expire."],
    };
}
