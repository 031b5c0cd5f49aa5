using Points.Programs;

namespace Functions.Web;

/// <summary>The 新旧対照表 as it is published: new at the left, old at the right, changes underlined; prints on A4.</summary>
public static class ComparisonPage
{
    private static readonly Html Added = Html.Of($"<b>＜新設＞</b>");
    private static readonly Html Removed = Html.Of($"<b>＜削除＞</b>");

    public static HtmlPage Of(Comparison comparison, Program program)
    {
        var title = $"「{comparison.TermsTitle}」新旧対照表";
        return new HtmlPage(title, Style(program.Colour), Html.Of($"""
            <main>
            <header>
            <p>{program.Name}</p>
            <h1><span>「{comparison.TermsTitle}」</span><span>新旧対照表</span></h1>
            </header>
            {(comparison.Rows.Count > 0 ? Table(comparison) : Html.Of($"<p>{Date(comparison.To)}版からの変更はありません。</p>"))}
            <footer><p>本表は、規約のうちポイントおよびカードの取扱いに関する定めの変更点を示すものです。</p><p>{program.Operator}</p></footer>
            </main>
            """));
    }

    private static Html Table(Comparison comparison) => Html.Of($"""
        <p class="key">（<u>下線</u>は変更部分）</p>
        <table>
        <thead><tr><th scope="col">新{RevisedOn(comparison.To)}</th><th scope="col">旧{RevisedOn(comparison.From)}</th></tr></thead>
        <tbody>
        {Clauses(comparison.Rows).Select(Line)}</tbody>
        </table>
        """);

    /// <summary>The rows of one clause stand together; rules without a clause each stand alone.</summary>
    private static IEnumerable<IReadOnlyList<ComparisonRow>> Clauses(IReadOnlyList<ComparisonRow> rows) =>
        rows.GroupBy(row => row.Clause ?? row.Rule).Select(rows => rows.ToList());

    private static Html Line(IReadOnlyList<ComparisonRow> rows) => Html.Of(
        $"<tr><td>{Cell(rows, row => row.New, row => row.Old, Removed)}</td><td>{Cell(rows, row => row.Old, row => row.New, Added)}</td></tr>\n");

    private static Html Cell(IReadOnlyList<ComparisonRow> rows, Func<ComparisonRow, ComparisonSide?> here, Func<ComparisonRow, ComparisonSide?> there, Html lacking)
    {
        if (rows.All(row => here(row) is null))
            return Html.Of($"<p>{lacking}</p>");
        var number = rows.Select(row => here(row)?.Number).FirstOrDefault(number => number is not null);
        var isNumberChanged = rows.All(row => there(row) is null) || rows.Any(row => there(row) is { } other && here(row) is { } own && own.Number != other.Number);
        return Html.Of($"{(number is null ? null : Html.Of($"<h2>{Underlined(number, isNumberChanged)}</h2>"))}{rows.Where(row => !row.IsNumber || rows.Count == 1).Select(row => Rule(row, here(row), there(row), lacking))}");
    }

    private static Html Rule(ComparisonRow row, ComparisonSide? here, ComparisonSide? there, Html lacking)
    {
        if (here is null)
            return Html.Of($"<h3>{row.Name}</h3><p>{lacking}</p>");
        if (row.IsNumber)
            return Html.Of($"{here.Parts.Select(part => Html.Of($"<p>{part.Text}</p>"))}");
        // Something is only over there, and nothing here takes its place: the gap is marked as the terms do it.
        var hasGap = there?.Parts.Any(part => part.IsChanged) == true && !here.Parts.Any(part => part.IsChanged);
        return Html.Of($"""
            <h3>{Underlined(row.Name, there is null)}</h3>
            <ul>{here.Parts.Select(part => Html.Of($"<li>{Underlined(part.Text, part.IsChanged)}</li>"))}{(hasGap ? Html.Of($"<li>{lacking}</li>") : null)}</ul>
            """);
    }

    private static Html Underlined(string text, bool isChanged) => isChanged ? Html.Of($"<u>{text}</u>") : Html.Of($"{text}");

    private static Html RevisedOn(ComparedVersion version) => Html.Of(
        $"<small><span>改定日</span> <time datetime=\"{version.EffectiveFrom.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}\">{Date(version)}</time></small>");

    private static string Date(ComparedVersion version) => Calendar.InJapanese(version.EffectiveFrom);

    private static string Style(string colour) => $$"""

        :root { --accent: {{colour}}; --ink: #1c1c1e; --line: #9a9aa0; color-scheme: light; }
        * { box-sizing: border-box; margin: 0; }
        body { background: #fff; color: var(--ink); font: 1rem/1.75 "Hiragino Kaku Gothic ProN", "Yu Gothic", YuGothic, "Noto Sans CJK JP", "Noto Sans JP", Meiryo, sans-serif; overflow-wrap: anywhere; line-break: strict; }
        main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem 3rem; }
        header { border-left: .375rem solid var(--accent); padding-left: 1rem; }
        header p { font-size: .875rem; color: #55555c; }
        h1 { font-size: clamp(1.25rem, 4.5vw, 1.75rem); line-height: 1.4; }
        h1 span, th span, time { display: inline-block; }
        .key { margin: 1.5rem 0 .375rem; text-align: right; font-size: .875rem; }
        table { width: 100%; border-collapse: collapse; table-layout: fixed; border-top: .1875rem solid var(--accent); }
        th, td { width: 50%; border: 1px solid var(--line); padding: .875rem 1rem; text-align: left; vertical-align: top; }
        th { text-align: center; font-size: 1.125rem; border-bottom: .125rem solid var(--accent); }
        th small { display: block; font-size: .875rem; font-weight: normal; }
        h2 { font-size: 1rem; margin-bottom: .25rem; }
        h3 { font-size: .875rem; font-weight: normal; color: #55555c; margin-top: .5rem; }
        ul { padding: 0; list-style: none; }
        li { padding-left: 1em; text-indent: -1em; }
        li::before { content: "・"; }
        li:only-child { padding: 0; text-indent: 0; }
        li:only-child::before { content: none; }
        b { font-weight: normal; }
        u { text-decoration: underline .0938rem; text-underline-offset: .25em; text-decoration-skip-ink: none; }
        header + p { margin-top: 2rem; }
        footer { margin-top: 1.5rem; font-size: .8125rem; color: #55555c; }
        footer p + p { margin-top: .5rem; text-align: right; color: var(--ink); }
        @media (max-width: 30rem) {
          main { padding: 1.25rem .75rem 2rem; }
          th, td { padding: .625rem .5rem; font-size: .875rem; }
          h2 { font-size: .875rem; }
          h3 { font-size: .8125rem; }
        }
        @page { size: A4; margin: 18mm 15mm; }
        @media print {
          html { font-size: 10pt; }
          body { line-height: 1.6; }
          th, td { padding: .5rem .75rem; }
          main { max-width: none; padding: 0; }
          thead { display: table-header-group; }
          tr { break-inside: avoid; }
          h3, header p, footer { color: var(--ink); }
        }

        """;
}
