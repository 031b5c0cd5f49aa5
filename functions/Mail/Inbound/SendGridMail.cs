using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Functions.Members;

namespace Functions.Mail.Inbound;

/// <summary>SendGrid Inbound Parse, parsed and raw mode: the one file that knows its fields.</summary>
public static partial class SendGridMail
{
    /// <summary>The fields that are read, and how much of each; attachments and everything else are passed over.</summary>
    private static readonly Dictionary<string, int> Wanted = new()
    {
        ["headers"] = 256 * 1024,
        ["email"] = 512 * 1024,
        ["text"] = 64 * 1024,
        ["from"] = 8 * 1024,
        ["to"] = 8 * 1024,
        ["subject"] = 8 * 1024,
        ["envelope"] = 64 * 1024,
        ["charsets"] = 8 * 1024,
        ["SPF"] = 1024,
        ["dkim"] = 8 * 1024,
    };

    /// <summary>Null when the request is no such form, or has no mail in it.</summary>
    public static async Task<InboundMail?> Read(Stream body, string? contentType, DateTimeOffset receivedAt, CancellationToken cancellation)
    {
        var fields = await FormFields.Read(body, contentType, Wanted, cancellation);
        if (fields is null || !fields.ContainsKey("headers") && !fields.ContainsKey("email") && !fields.ContainsKey("from"))
            return null;
        var raw = fields.GetValueOrDefault("email");
        var block = raw ?? fields.GetValueOrDefault("headers") ?? [];
        var headers = MailHeaders.Parse(block);
        var (envelopeFrom, envelopeTo) = Envelope(Text("envelope"));
        return new InboundMail(
            From(headers, Text("from")),
            envelopeFrom,
            [.. envelopeTo.Concat(headers.All("To")).Append(Text("to")).SelectMany(SenderAddresses.Parse).OfType<string>().Select(EmailAddress.ForLookup).Distinct()],
            MailText.Folded(MailText.Header(headers.First("Subject") ?? Text("subject"))),
            MailText.Folded(raw is null ? MailText.Decode(fields.GetValueOrDefault("text") ?? [], Charset(Text("charsets"))) : MimeBody.Text(headers, BodyOf(raw))),
            headers,
            VerdictOf(Text("SPF")),
            [.. Signature().Matches(Text("dkim")).Select(signed => new DkimVerdict(signed.Groups["domain"].Value, VerdictOf(signed.Groups["verdict"].Value)))],
            receivedAt);

        string Text(string name) => fields.TryGetValue(name, out var value) ? MailText.Guess(value) : "";
    }

    /// <summary>A mail that says twice whom it comes from is not believed either time.</summary>
    private static string? From(MailHeaders headers, string field) => headers.All("From").ToList() switch
    {
        [] => SenderAddresses.Only(field),
        [var one] => SenderAddresses.Only(one),
        _ => null,
    };

    private static (string? From, IReadOnlyList<string> To) Envelope(string json)
    {
        try
        {
            using var envelope = JsonDocument.Parse(json);
            if (envelope.RootElement.ValueKind != JsonValueKind.Object)
                return (null, []);
            return (
                envelope.RootElement.TryGetProperty("from", out var from) && from.ValueKind == JsonValueKind.String ? Path(from.GetString()!) : null,
                envelope.RootElement.TryGetProperty("to", out var to) && to.ValueKind == JsonValueKind.Array
                    ? [.. to.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)]
                    : []);
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException)
        {
            // A mail without an envelope that can be read is one whose envelope nobody knows.
            return (null, []);
        }
    }

    private static string Path(string text) => text.Trim() is "" or "<>" ? "" : SenderAddresses.Only(text) ?? text.Trim().Trim('<', '>');

    private static string? Charset(string json)
    {
        try
        {
            using var charsets = JsonDocument.Parse(json);
            return charsets.RootElement.ValueKind == JsonValueKind.Object && charsets.RootElement.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
                ? text.GetString()
                : null;
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Verdict VerdictOf(string text) => Word().Match(text).Value.ToLowerInvariant() switch
    {
        "pass" => Verdict.Pass,
        "fail" or "softfail" or "hardfail" => Verdict.Fail,
        _ => Verdict.Unknown,
    };

    private static ReadOnlySpan<byte> BodyOf(byte[] mail)
    {
        var (crlf, lf) = (mail.AsSpan().IndexOf("\r\n\r\n"u8), mail.AsSpan().IndexOf("\n\n"u8));
        return crlf >= 0 && (lf < 0 || crlf < lf) ? mail.AsSpan(crlf + 4) : lf >= 0 ? mail.AsSpan(lf + 2) : [];
    }

    [GeneratedRegex("^[a-zA-Z]{1,20}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Word();

    /// <summary><c>{@docomo.ne.jp : pass, @example.jp : fail}</c>; a verdict without a domain is of an unnamed one.</summary>
    [GeneratedRegex(@"(^|@(?<domain>[A-Za-z0-9._\-]{1,255}))\s*:?\s*(?<verdict>[a-zA-Z]{1,20})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Signature();
}
