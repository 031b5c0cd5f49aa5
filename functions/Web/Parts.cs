namespace Functions.Web;

/// <summary>What pages are made of besides forms.</summary>
public static class Parts
{
    public static Html Section(string title, Html body, string? id = null) => Html.Of($"""
        <section{(id is null ? null : Html.Of($" id=\"{id}\""))}><h2>{title}</h2>
        {body}
        </section>
        """);

    /// <summary>A white sheet that holds one matter.</summary>
    public static Html Sheet(Html body) => Html.Of($"<div class=\"sheet\">\n{body}\n</div>\n");

    /// <summary>Names and what they are.</summary>
    public static Html Facts(params IEnumerable<(string Name, Html? Value)> facts) =>
        Html.Of($"<dl class=\"facts\">{facts.Where(fact => fact.Value is not null).Select(fact => Html.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>"))}</dl>\n");

    /// <summary>A table that becomes a list where the screen is narrow; the roles keep it a table for those who hear it.</summary>
    public static Html Table(string caption, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<Html>> rows) => Html.Of($"""
        <table role="table"><caption>{caption}</caption>
        <thead role="rowgroup"><tr role="row">{heads.Select(head => Html.Of($"<th role=\"columnheader\" scope=\"col\">{head}</th>"))}</tr></thead>
        <tbody role="rowgroup">{rows.Select(row => Html.Of($"<tr role=\"row\">{row.Select((cell, i) => Html.Of($"<td role=\"cell\" data-label=\"{heads[i]}\">{cell}</td>"))}</tr>\n"))}</tbody>
        </table>
        """);

    /// <param name="kind"><c>good</c>, <c>wrong</c>, <c>grave</c> or plain.</param>
    public static Html Notice(Html body, string? kind = null) => Html.Of($"<div class=\"notice {kind}\" role=\"status\">{body}</div>\n");

    public static Html Button(string address, string label, string? kind = null) => Html.Of($"<a class=\"button {kind}\" href=\"{address}\">{label}</a>");

    public static Html Actions(params IEnumerable<Html> buttons) => Html.Of($"<p class=\"actions\">{buttons}</p>\n");
}
