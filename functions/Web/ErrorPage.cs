using Functions.Http;

namespace Functions.Web;

/// <summary>A problem as a visitor reads it.</summary>
public static class ErrorPage
{
    public static Page Of(Visit visit, Problem problem) => new(visit, Title(visit, problem.Status), Html.Of($"""
        <p class="lead">{Text(visit, problem)}</p>
        {(problem.Clauses.Count > 0 ? Html.Of($"<p class=\"clauses\">{string.Join("、", problem.Clauses)}</p>") : null)}
        <p><a class="button quiet" href="{Back(visit)}">{visit["トップへ戻る", "Back to the start"]}</a></p>
        """)) { Status = problem.Status };

    /// <summary>At the front desk the start is the page that also knows what is unfinished.</summary>
    private static string Back(Visit visit) => visit.Address.StartsWith("/front", StringComparison.Ordinal) ? "/front" : "/";

    private static string Title(Visit visit, int status) => status switch
    {
        404 => visit["ページが見つかりません", "Page not found"],
        403 => visit["この操作は受け付けられません", "This request cannot be accepted"],
        429 => visit["しばらくお待ちください", "Please wait a moment"],
        >= 500 => visit["ただいまご利用いただけません", "Temporarily unavailable"],
        _ => visit["お手続きできませんでした", "This could not be done"],
    };

    /// <summary>Refusals by the terms explain themselves; all else is told in words for members, not for tills.</summary>
    private static string Text(Visit visit, Problem problem) => problem.Status switch
    {
        404 => visit["お探しのページはありません。リンクが古いか、間違っている可能性があります。", "There is no such page. The link may be old or mistyped."],
        403 when problem.Code == "forbidden" => visit["このキーでは行えない操作です。", "This key may not do that."],
        403 => visit["もう一度ページを開き直してからお試しください。", "Please open the page again and retry."],
        429 => visit["お手続きが続いたため、一時的にお待ちいただいています。1分ほど経ってからお試しください。", "There were too many attempts. Please try again in a minute."],
        >= 500 => visit["少し時間をおいてから、もう一度お試しください。お手続きが二重に行われることはありません。", "Please try again in a little while. Nothing is ever done twice."],
        _ => problem.Detail ?? visit["もう一度お試しください。", "Please try again."],
    };
}
