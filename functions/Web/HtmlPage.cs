using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Functions.Web;

/// <summary>A page that carries its own style and may load nothing else: no script, no picture, no other host.</summary>
/// <param name="style">CSS; its hash in the policy is what lets it apply.</param>
public sealed class HtmlPage(string title, string style, Html body) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src {HashOf(style)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-store";
        await response.WriteAsync(Document().Text, httpContext.RequestAborted);
    }

    /// <summary>What lets an inline style apply, and no other.</summary>
    public static string HashOf(string style) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'";

    private Html Document() => Html.Of($"""
        <!doctype html>
        <html lang="ja">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title}</title>
        <style>{new Html(style)}</style>
        </head>
        <body>
        {body}
        </body>
        </html>

        """);
}
