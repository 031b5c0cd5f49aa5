using System.Globalization;
using System.Text;

namespace Local.Mail;

/// <summary>A mail as it was handed over, and when.</summary>
sealed record SentMail(string To, string Subject, string Text, IReadOnlyDictionary<string, string> Headers, DateTimeOffset SentAt);

/// <summary>A mail as a file that every mail program opens: RFC 5322, text in UTF-8 and base64. Read back, it is what was written.</summary>
static class EmlFile
{
    public const string MessageId = "Message-ID";
    public const string OwnerHeader = "X-Outbox-Owner";
    private const string SentAtHeader = "X-Outbox-Sent-At";
    private const string NewLine = "\r\n";
    private const int WordBytes = 42;
    private const int LineLength = 76;

    private static readonly string[] Ours = ["To", "Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", SentAtHeader, OwnerHeader];

    public static string Write(MailToSend mail, string messageId, DateTimeOffset sentAt)
    {
        List<(string Name, string Value)> headers =
        [
            ("Date", sentAt.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture)),
            ("From", Mailbox(mail.From)),
            ("To", Mailbox(mail.To)),
            (MessageId, messageId),
            .. mail.Headers.Where(header => header.Key != MessageId).Select(header => (header.Key, Encoded(header.Value))),
            ("Subject", Encoded(mail.Subject)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "base64"),
            (SentAtHeader, sentAt.ToString("O", CultureInfo.InvariantCulture)),
            (OwnerHeader, mail.Owner ?? ""),
        ];
        if (headers.Find(header => header.Name.Length == 0 || header.Name.Any(c => c is <= ' ' or ':' or > '~') || IsBroken(header.Value)) is { Name: not null } bad)
            throw new FormatException($"The header {bad.Name} cannot be written.");
        var body = Convert.ToBase64String(Encoding.UTF8.GetBytes(mail.Text));
        return string.Concat(headers.Select(header => $"{header.Name}: {header.Value}{NewLine}")) + NewLine
            + string.Concat(body.Chunk(LineLength).Select(line => $"{new string(line)}{NewLine}"));
    }

    public static SentMail Read(string file)
    {
        var end = file.IndexOf(NewLine + NewLine, StringComparison.Ordinal);
        var headers = HeadersOf(file[..end]);
        return new SentMail(
            Address(headers["To"]), Decoded(headers["Subject"]), Encoding.UTF8.GetString(Convert.FromBase64String(file[end..])),
            headers.Where(header => !Ours.Contains(header.Key)).ToDictionary(header => header.Key, header => Decoded(header.Value)),
            DateTimeOffset.ParseExact(headers[SentAtHeader], "O", CultureInfo.InvariantCulture));
    }

    public static Dictionary<string, string> HeadersOf(string head) =>
        head.Replace(NewLine + " ", " ", StringComparison.Ordinal).Split(NewLine)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(parts => parts[0], parts => parts.Length > 1 ? parts[1] : "", StringComparer.OrdinalIgnoreCase);

    /// <summary>A local part that a standard parser would refuse, as docomo gave out, is quoted.</summary>
    private static string Mailbox(string address)
    {
        var at = address.LastIndexOf('@');
        var local = address[..at];
        return local.StartsWith('.') || local.EndsWith('.') || local.Contains("..", StringComparison.Ordinal) ? $"\"{local}\"{address[at..]}" : address;
    }

    private static string Address(string mailbox) =>
        mailbox.StartsWith('"') ? $"{mailbox[1..mailbox.LastIndexOf('"')]}{mailbox[mailbox.LastIndexOf('@')..]}" : mailbox;

    /// <summary>Encoded words, none of which divides a character.</summary>
    private static string Encoded(string text)
    {
        if (text.All(c => c is >= ' ' and <= '~') && !text.Contains("=?", StringComparison.Ordinal))
            return text;
        List<string> words = [];
        List<byte> bytes = [];
        foreach (var rune in text.EnumerateRunes())
        {
            var next = Encoding.UTF8.GetBytes(rune.ToString());
            if (bytes.Count + next.Length > WordBytes)
            {
                words.Add(Word(bytes));
                bytes.Clear();
            }

            bytes.AddRange(next);
        }

        words.Add(Word(bytes));
        return string.Join($"{NewLine} ", words);
    }

    private static string Word(List<byte> bytes) => $"=?utf-8?B?{Convert.ToBase64String([.. bytes])}?=";

    private static string Decoded(string value) => !value.StartsWith("=?utf-8?B?", StringComparison.Ordinal) ? value
        : Encoding.UTF8.GetString([.. value.Split(' ').SelectMany(word => Convert.FromBase64String(word["=?utf-8?B?".Length..^2]))]);

    /// <summary>A line break that is no folding would begin another header.</summary>
    private static bool IsBroken(string value) => value.Replace($"{NewLine} ", "", StringComparison.Ordinal).Any(char.IsControl);
}
