using System.Text;
using System.Text.RegularExpressions;

namespace Functions.Mail.Inbound;

/// <summary>The plain text of a mail in its MIME form; empty where there is none that can be read.</summary>
public static partial class MimeBody
{
    private const int MaxDepth = 4;

    public static string Text(MailHeaders headers, ReadOnlySpan<byte> body) =>
        // One character for each byte: MIME divides bytes, and only the innermost part says what they mean.
        Text(headers, Encoding.Latin1.GetString(body), MaxDepth) ?? "";

    private static string? Text(MailHeaders headers, string body, int depth)
    {
        var type = headers.First("Content-Type") ?? "text/plain";
        if (type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
            return depth == 0 || Parameter(type, "boundary") is not { Length: > 0 } boundary ? null : FirstText(body, $"--{boundary}", depth - 1);
        if (!type.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) || headers.First("Content-Disposition")?.StartsWith("attachment", StringComparison.OrdinalIgnoreCase) == true)
            return null;
        var bytes = headers.First("Content-Transfer-Encoding")?.ToLowerInvariant() switch
        {
            "base64" => MailText.FromBase64(body),
            "quoted-printable" => MailText.FromQuotedPrintable(body),
            _ => Encoding.Latin1.GetBytes(body),
        };
        return MailText.Decode(bytes, Parameter(type, "charset"));
    }

    private static string? FirstText(string body, string divider, int depth)
    {
        // What stands before the first divider is for readers that know no MIME.
        foreach (var part in body.Split(divider).Skip(1).Where(part => !part.StartsWith("--", StringComparison.Ordinal)))
        {
            var (head, rest) = Divided(part.TrimStart('\r', '\n', ' '));
            if (Text(MailHeaders.Parse(Encoding.Latin1.GetBytes(head)), rest, depth) is { } text)
                return text;
        }

        return null;
    }

    private static (string Head, string Body) Divided(string part) =>
        EmptyLine().Match(part) is { Success: true } line ? (part[..line.Index], part[(line.Index + line.Length)..]) : (part, "");

    private static string? Parameter(string value, string name) =>
        Parameters().Matches(value).FirstOrDefault(match => match.Groups["name"].Value.Equals(name, StringComparison.OrdinalIgnoreCase))?.Groups["value"].Value;

    [GeneratedRegex(@"\r?\n\r?\n", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex EmptyLine();

    [GeneratedRegex("""; *(?<name>[a-zA-Z]{1,20})="?(?<value>[^";\s]{1,200})"?""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Parameters();
}
