using Microsoft.AspNetCore.Http;
using Points.Programs;

namespace Functions.Web;

/// <summary>
/// What every page knows of the request it answers: the program, the language, and the secret that forms of a
/// signed-in visitor carry. Texts stand side by side where they are used: <c>visit["残高", "Balance"]</c>.
/// </summary>
public sealed record Visit(Program? Program, bool InEnglish, string Address, string? FormToken = null)
{
    private const string Cookie = "lang";

    public string this[string ja, string en] => InEnglish ? en : ja;

    public Html this[Html ja, Html en] => InEnglish ? en : ja;

    public string Language => this["ja", "en"];

    /// <summary>Reads the language: asked for by <c>?lang=</c> it is remembered, else it is the one asked for last, else Japanese.</summary>
    public static Visit Of(HttpRequest request, Program? program = null)
    {
        string? asked = request.Query["lang"];
        if (asked is "ja" or "en")
        {
            request.HttpContext.Response.Cookies.Append(Cookie, asked, new CookieOptions
            {
                Path = "/", MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = request.IsHttps, IsEssential = true,
            });
        }

        var token = request.HttpContext.Features.Get<FormToken>()?.Value;
        return new Visit(program, (asked ?? request.Cookies[Cookie]) == "en", AddressIn(request), token);
    }

    /// <summary>This page in a language, whatever else its address says.</summary>
    public string AddressIn(string language) => $"{Address}{(Address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={language}";

    private static string AddressIn(HttpRequest request)
    {
        var others = request.Query.Where(pair => pair.Key != "lang").SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value)));
        return $"{request.Path}{QueryString.Create(others)}";
    }

    public string Date(DateOnly date) => InEnglish ? date.ToString("d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture) : Calendar.InJapanese(date);

    public string Points(long points) => this[$"{points:N0}ポイント", points is 1 or -1 ? $"{points} point" : $"{points:N0} points"];

    public string Yen(long yen) => this[$"{yen:N0}円", $"¥{yen:N0}"];
}

/// <summary>Proves that a form was made for the session that sends it; whoever keeps the session sets it as a feature of the request.</summary>
public sealed record FormToken(string Value);
