using Microsoft.AspNetCore.Http;

namespace Functions.Web;

/// <summary>
/// Keeps the session's token in the browser: for this host alone, out of the reach of scripts, never sent along with
/// other sites' requests.
/// </summary>
public class SessionCookie(Settings settings, string name = "mypage", SameSiteMode sameSite = SameSiteMode.Lax, TimeSpan? maxAge = null)
{
    // Behind a proxy the request itself may look like plain http: the public address of the site says what is true.
    private readonly bool secure = settings.SiteAddress.StartsWith("https:", StringComparison.Ordinal);

    private string Name => secure ? $"__Host-{name}" : name;

    public string? Read(HttpRequest request) => request.Cookies[Name];

    public void Write(HttpResponse response, string token) => response.Cookies.Append(Name, token, Options());

    public void Remove(HttpResponse response) => response.Cookies.Delete(Name, Options());

    private CookieOptions Options() => new() { Path = "/", HttpOnly = true, Secure = secure, SameSite = sameSite, MaxAge = maxAge, IsEssential = true };
}
