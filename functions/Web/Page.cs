using Microsoft.AspNetCore.Http;
using Points.Programs;

namespace Functions.Web;

/// <summary>A page in the common layout. It may load the two assets of this site, and nothing from anywhere else.</summary>
public sealed record Page(Visit Visit, string Title, Html Body) : IResult
{
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Programs that a page shows side by side: what has the class <c>of-{program}</c> has its colour.</summary>
    public IReadOnlyCollection<Program> Palette { get; init; } = [];

    /// <summary>For pages that are one form or one message.</summary>
    public bool IsNarrow { get; init; }

    /// <summary>What stands at the right of the header: where to go, who is signed in.</summary>
    public Html? Menu { get; init; }

    /// <summary>False for pages of staff, which are in Japanese alone.</summary>
    public bool HasLanguages { get; init; } = true;

    /// <summary>Where the name of the site leads, if not to the program's own page.</summary>
    public string? HomeAddress { get; init; }

    /// <summary>Only pages for everybody may be found by search engines.</summary>
    public bool MayBeIndexed { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        var colours = Colours(Visit.Program?.Colour ?? "#3d3a35") + string.Concat(Palette.Select(other => $".of-{other.Id}{{--accent:{other.Colour}}}"));
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'self' {HtmlPage.HashOf(colours)}; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-store";
        if (!MayBeIndexed)
            response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        await response.WriteAsync(Document(colours).Text, httpContext.RequestAborted);
    }

    /// <summary>The program's colour is data; this is the only style that is not in the stylesheet.</summary>
    private static string Colours(string accent) => $":root{{--accent:{accent}}}";

    private Html Document(string colours) => Html.Of($"""
        <!doctype html>
        <html lang="{Visit.Language}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{FullTitle}</title>
        <link rel="stylesheet" href="{Assets.AddressOf("site.css")}">
        <style>{new Html(colours)}</style>
        <script src="{Assets.AddressOf("site.js")}" defer></script>
        <link rel="icon" href="data:,">
        </head>
        <body>
        <a class="skip" href="#main">{Visit["本文へ", "Skip to content"]}</a>
        <header class="site">
        <div class="bar">
        <a class="brand" href="{Home}">{SiteName}</a>
        <nav aria-label="{Visit["メニュー", "Menu"]}">{Menu ?? PublicMenu}{(HasLanguages ? LanguageSwitch : null)}</nav>
        </div>
        </header>
        <main id="main" tabindex="-1"{(IsNarrow ? Html.Of($" class=\"narrow\"") : null)}>
        <h1>{Title}</h1>
        {Body}
        </main>
        <footer class="site">{Footer}</footer>
        </body>
        </html>

        """);

    private string SiteName => Visit.Program?.Name ?? Visit["ポイントサービス", "Point services"];

    private string FullTitle => Title == SiteName ? Title : $"{Title}｜{SiteName}";

    private string Home => HomeAddress is { } address ? address : Visit.Program is { } program ? $"/programs/{program.Id}" : "/";

    private Html PublicMenu => Html.Of($"<a href=\"{(Visit.Program is { } program ? $"/mypage/{program.Id}" : "/mypage")}\">{Visit["マイページ", "My Page"]}</a>");

    private Html LanguageSwitch => Visit.InEnglish
        ? Html.Of($"<a href=\"{Visit.AddressIn("ja")}\" lang=\"ja\" hreflang=\"ja\">日本語</a>")
        : Html.Of($"<a href=\"{Visit.AddressIn("en")}\" lang=\"en\" hreflang=\"en\">English</a>");

    private Html Footer => Visit.Program is { } program
        ? Html.Of($"""
            <p><a href="/programs/{program.Id}#terms">{program.TermsTitle}</a><a href="/">{Visit["ポイントプログラム一覧", "All programs"]}</a></p>
            <p>{program.Operator}</p>
            """)
        : Html.Of($"<p><a href=\"/\">{Visit["ポイントプログラム一覧", "All programs"]}</a></p>");
}
