using System.Security.Cryptography;

namespace Functions.Web;

/// <summary>The parts of a form, each with its label, its hint and its mistake where a screen reader finds them.</summary>
public static class Form
{
    public const string TokenField = "token";
    public const string OperationField = "operation";

    /// <summary>Tells operation ids that a form made from those of tills.</summary>
    public const string OperationPrefix = "page-";

    /// <summary>A form that is sent once however often it is clicked.</summary>
    /// <param name="changes">True when it changes something for good: then it carries an operation id of its own, made now.</param>
    /// <param name="operation">The operation id, where it must be known before the form is sent.</param>
    public static Html Of(Visit visit, string action, Html body, bool changes = false, string? operation = null) => Html.Of($"""
        <form method="post" action="{action}" novalidate>
        {(visit.FormToken is { } token ? Hidden(TokenField, token) : null)}{(changes ? Hidden(OperationField, operation ?? NewOperation()) : null)}
        {body}
        </form>
        """);

    /// <summary>A form that only asks: what it says stands in the address of the page it opens.</summary>
    public static Html Ask(string action, Html body) => Html.Of($"""
        <form method="get" action="{action}" novalidate>
        {body}
        </form>
        """);

    public static Html Hidden(string name, string value) => Html.Of($"<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");

    /// <param name="hint">How to fill it in.</param>
    /// <param name="mistake">What is wrong with what was sent.</param>
    /// <param name="autocomplete">As HTML names it, e.g. <c>email</c>; phones then fill it in by themselves.</param>
    public static Html Input(
        string name, string label, string? value = null, string type = "text", string? hint = null, string? mistake = null, string? autocomplete = null,
        bool required = false, int maxLength = 300, string? inputMode = null, bool focus = false)
    {
        string?[] described = [hint is null ? null : $"{name}-hint", mistake is null ? null : $"{name}-mistake"];
        var notes = string.Join(' ', described.OfType<string>());
        return Html.Of($"""
            <div class="field{(mistake is null ? null : " wrong")}">
            <label for="{name}">{label}</label>
            {(hint is null ? null : Html.Of($"<p class=\"hint\" id=\"{name}-hint\">{hint}</p>"))}{(mistake is null ? null : Html.Of($"<p class=\"mistake\" id=\"{name}-mistake\">{mistake}</p>"))}
            <input id="{name}" name="{name}" type="{type}" value="{value}" maxlength="{maxLength:D}"{Attribute("inputmode", inputMode)}{Attribute("autocomplete", autocomplete)}{Attribute("aria-describedby", notes)}{(mistake is null ? null : Html.Of($" aria-invalid=\"true\""))}{(required ? Html.Of($" required") : null)}{(focus ? Html.Of($" autofocus") : null)}>
            </div>
            """);
    }

    /// <summary>One of a few, all of them in sight.</summary>
    public static Html Choices(string name, string legend, IEnumerable<(string Value, Html Label)> choices, string? chosen = null, string? mistake = null) => Html.Of($"""
        <fieldset class="field{(mistake is null ? null : " wrong")}">
        <legend>{legend}</legend>
        {(mistake is null ? null : Html.Of($"<p class=\"mistake\">{mistake}</p>"))}
        {choices.Select(choice => Html.Of($"<label class=\"choice\"><input type=\"radio\" name=\"{name}\" value=\"{choice.Value}\"{(choice.Value == chosen ? Html.Of($" checked") : null)}><span>{choice.Label}</span></label>"))}
        </fieldset>
        """);

    /// <summary>Any of several.</summary>
    public static Html Ticks(string name, string legend, IEnumerable<(string Value, Html Label)> choices) => Html.Of($"""
        <fieldset class="field">
        <legend>{legend}</legend>
        {choices.Select(choice => Html.Of($"<label class=\"choice\"><input type=\"checkbox\" name=\"{name}\" value=\"{choice.Value}\"><span>{choice.Label}</span></label>"))}
        </fieldset>
        """);

    public static Html Tick(string name, string label, string value = "yes", bool ticked = false, string? mistake = null) => Html.Of($"""
        <div class="field{(mistake is null ? null : " wrong")}">
        {(mistake is null ? null : Html.Of($"<p class=\"mistake\">{mistake}</p>"))}
        <label class="choice"><input type="checkbox" name="{name}" value="{value}"{(ticked ? Html.Of($" checked") : null)}><span>{label}</span></label>
        </div>
        """);

    /// <param name="kind"><c>quiet</c> for what is not the main thing to do, <c>grave</c> for what cannot be undone.</param>
    public static Html Submit(string label, string? kind = null) => Html.Of($"<p class=\"actions\"><button class=\"button {kind}\">{label}</button></p>");

    /// <summary>What went wrong, above the form.</summary>
    public static Html Mistakes(Visit visit, IReadOnlyCollection<string> mistakes) => mistakes.Count == 0 ? Html.None : Html.Of($"""
        <div class="notice wrong" role="alert"><p><strong>{visit["ご確認ください", "Please check"]}</strong></p><ul>{mistakes.Select(mistake => Html.Of($"<li>{mistake}</li>"))}</ul></div>
        """);

    private static Html? Attribute(string name, string? value) => string.IsNullOrEmpty(value) ? null : Html.Of($" {new Html(name)}=\"{value}\"");

    public static string NewOperation() => OperationPrefix + System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));
}
