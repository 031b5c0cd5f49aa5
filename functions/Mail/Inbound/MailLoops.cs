namespace Functions.Mail.Inbound;

/// <summary>Which mails a machine wrote: a reply to them would be answered by a machine, and so on (RFC 3834).</summary>
public static class MailLoops
{
    private static readonly string[] NeverOnMailOfPeople =
        ["X-Auto-Response-Suppress", "X-Autoreply", "X-Autorespond", LetterHeaders.Marker];

    private static readonly string[] Machines =
        ["mailer-daemon", "postmaster", "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "do_not_reply"];

    public static bool IsAutomatic(InboundMail mail)
    {
        var headers = mail.Headers;
        return headers.All("Auto-Submitted").Any(value => !Word(value).Equals("no", StringComparison.OrdinalIgnoreCase))
            || mail.EnvelopeFrom is "" || headers.All("Return-Path").Any(path => path is "<>" or "")
            || headers.All("Precedence").Any(value => Word(value).ToLowerInvariant() is "bulk" or "junk" or "list")
            || headers.Names.Any(name => name.StartsWith("List-", StringComparison.OrdinalIgnoreCase))
            || NeverOnMailOfPeople.Any(headers.Has)
            || headers.All("Content-Type").Any(type => type.StartsWith("multipart/report", StringComparison.OrdinalIgnoreCase))
            || IsMachine(mail.From) || IsMachine(mail.EnvelopeFrom);
    }

    private static bool IsMachine(string? address) =>
        address?.Split('@')[0] is { } local && Machines.Contains(local, StringComparer.OrdinalIgnoreCase);

    /// <summary>Without the comments and parameters that may follow.</summary>
    private static string Word(string value) => value.Split([' ', ';', '(', '\t'], 2)[0];
}
