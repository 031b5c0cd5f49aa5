using Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Functions.Web;

/// <summary>What a browser's form says. Members type with full-width letters too: what they mean is the same.</summary>
public sealed class FormFields(IFormCollection form)
{
    /// <summary>As it was typed, trimmed; empty where it is absent.</summary>
    public string this[string name] => form[name].ToString().Trim();

    /// <summary>Digits and letters in their narrow form, e.g. of a phone number or an address; null where nothing was typed.</summary>
    public string? Plain(string name) => this[name] is { Length: > 0 } text ? Narrow(text) : null;

    /// <summary>Full-width letters, digits and signs become the ASCII ones; .NET's own normalization needs data that this build leaves out.</summary>
    public static string Narrow(string text) => string.Concat(text.Select(c => c is >= '！' and <= '～' ? (char)(c - '！' + '!') : c == '　' ? ' ' : c));

    /// <summary>A number in groups: whatever stroke a Japanese keyboard put between them is a hyphen.</summary>
    public string? Number(string name) =>
        Plain(name) is { } text ? string.Concat(text.Select(c => c is 'ー' or '‐' or '‑' or '‒' or '–' or '—' or '―' or '−' ? '-' : c)) : null;

    public string? Text(string name) => this[name] is { Length: > 0 } text ? text : null;

    public IReadOnlyList<string> All(string name) => [.. form[name].OfType<string>()];

    /// <exception cref="ProblemException">400 when it is no form.</exception>
    public static async Task<FormFields> Read(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasFormContentType)
            throw new ProblemException(Problem.BadRequest("form-needed", "フォームを開き直してください。"));
        try
        {
            var form = await request.ReadFormAsync(cancellation);
            // A form that is JSON too would be read by the host before it comes here, and could name what only the host may say.
            if (form.Keys.Any(name => name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))))
                throw new ProblemException(Problem.BadRequest("form-needed", "フォームを開き直してください。"));
            return new FormFields(form);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new ProblemException(Problem.BadRequest("form-needed", "フォームを開き直してください。"));
        }
    }
}
