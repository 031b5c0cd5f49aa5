using System.Globalization;
using Functions.MyPage;
using Functions.Web;
using Points.Programs;

namespace Functions.Portal;

/// <summary>What a program is, told by its terms: how points come and go, what cards cost, every clause in force.</summary>
public static class ProgramPage
{
    public static Page Of(Visit visit, Program program, DateOnly today)
    {
        var terms = program.TermsOn(today);
        var text = TermsText.Of(program, terms);
        return new Page(visit, program.Name, Html.Of($"""
            <p class="lead">{Summary.Of(visit, terms)}</p>
            {(visit.InEnglish ? Html.Of($"<p class=\"soft\">The terms are published in Japanese.</p>") : null)}
            {Parts.Actions(Parts.Button($"/mypage/{program.Id}", visit["マイページ", "My Page"]), RegisterPages.Button(visit, program, terms, "quiet") ?? Html.None, Parts.Button("#terms", visit["規約を読む", "Read the terms"], "quiet"))}
            {Parts.Section(visit["貯める", "Earning points"], Rules(text, "award."), "earn")}
            {Parts.Section(visit["使う", "Using points"], Rules(text, "redemption.", "exchange."), "use")}
            {Parts.Section(visit["有効期限", "Expiry"], Rules(text, "expiry.", "dormancy."), "expiry")}
            {Parts.Section(visit["カードと手数料", "Cards and fees"], Fees(visit, program, terms), "cards")}
            {(terms.Perks is { Count: > 0 } perks ? Parts.Section(visit["会員特典", "Member benefits"], Parts.Facts(perks.Select(perk => (perk.Name, (Html?)Clause(perk.Clause, program)))), "perks") : null)}
            {Parts.Section(visit["ご利用施設", "Where"], Html.Of($"<p lang=\"ja\">{string.Join('、', program.Facilities.Values)}</p>"), "facilities")}
            {Parts.Section(program.TermsTitle, Terms(visit, program, terms, text), "terms")}
            """)) { MayBeIndexed = true };
    }

    private static Html Rules(TermsText text, params string[] groups) => Html.Of($"""
        <div lang="ja">{Parts.Facts(text.Rules.Where(rule => groups.Any(group => rule.Rule.StartsWith(group, StringComparison.Ordinal)) && !rule.Rule.EndsWith("lapseClause", StringComparison.Ordinal))
            .Select(rule => (rule.Name, (Html?)Html.Of($"{string.Join('、', rule.Texts)} <span class=\"clauses\">{rule.Clause}</span>"))))}</div>
        """);

    private static Html Fees(Visit visit, Program program, Terms terms)
    {
        var cards = terms.Cards;
        var rows =
            from medium in cards.Media.Is
            from memberClass in cards.MemberClasses.Is
            select (IReadOnlyList<Html>)
            [
                Html.Of($"{Medium(visit, medium)}"), Html.Of($"<span lang=\"ja\">{RuleNames.WordFor("cards.memberClasses", memberClass) ?? memberClass}</span>"),
                Yen(visit, Fee.For(cards.IssueFees.Is, medium, memberClass)), Yen(visit, Fee.For(cards.ReissueFees.Is, medium, memberClass)),
            ];
        return Html.Of($"""
            {Parts.Table(visit["税込", "Tax included"], [visit["カード", "Card"], visit["会員区分", "Member class"], visit["発行手数料", "Issue fee"], visit["再発行手数料", "Reissue fee"]], rows)}
            <p class="clauses">{string.Join(' ', new[] { cards.IssueFees.Clause, cards.ReissueFees.Clause }.OfType<string>().Distinct())}</p>
            <p>{visit["紛失・盗難や破損の際は、フロントまでお申し出ください。", "Please tell the front desk if your card is lost, stolen or broken."]}</p>
            """);
    }

    private static Html Yen(Visit visit, long yen) => Html.Of($"<span class=\"number\">{(yen == 0 ? visit["無料", "free"] : visit.Yen(yen))}</span>");

    private static string Medium(Visit visit, string medium) => medium switch
    {
        "nfc" => visit["ICカード（NFC式）", "IC card"],
        "qr" => visit["QRコード式カード", "QR code on your phone"],
        _ => medium,
    };

    private static Html Clause(string id, Program program) => Html.Of($"{program.Clauses.GetValueOrDefault(id)} <span class=\"clauses\">{id}</span>");

    private static Html Terms(Visit visit, Program program, Terms terms, TermsText text)
    {
        var before = program.Versions.TakeWhile(version => version != terms).LastOrDefault();
        return Html.Of($"""
            <p>{visit[$"{visit.Date(terms.EffectiveFrom)} 施行", $"In force from {visit.Date(terms.EffectiveFrom)}"]}</p>
            {(before is null ? null : Html.Of($"<p><a href=\"/api/programs/{program.Id}/comparison?from={Iso(before.EffectiveFrom)}&amp;to={Iso(terms.EffectiveFrom)}\">{visit["前の版との新旧対照表", "Compare with the version before"]}</a></p>"))}
            <dl class="facts" lang="ja">{text.Clauses.Select(clause => Html.Of($"<div id=\"{clause.Id}\"><dt>{(clause.IsInTerms ? clause.Number : visit["ご案内", "Guide"])}</dt><dd>{clause.Says}</dd></div>\n"))}</dl>
            """);
    }

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
