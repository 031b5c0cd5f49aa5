using System.Text;
using Functions.Members;

namespace Functions.Mail.Inbound;

/// <summary>
/// The addresses of a From or To header. Phones write what no standard parser takes: <c>a..b.@docomo.ne.jp</c> bare or
/// quoted, names with unpaired quotes or commas. So only what divides is looked at, and the last @ of an address.
/// </summary>
public static class SenderAddresses
{
    private const int MaxLength = 4_000;
    private const int Most = 100;

    /// <summary>The only address there is, as it would be registered; null when there is none, more than one, or one without the form of an address.</summary>
    public static string? Only(string header) => Parse(header) is [{ } one] ? one : null;

    /// <summary>Each address as it would be registered; null for what has not the form of one.</summary>
    public static IReadOnlyList<string?> Parse(string header)
    {
        var text = header.Length > MaxLength ? header[..MaxLength] : header;
        List<string?> found = [];
        var (plain, inAngles, angles) = (new StringBuilder(), "", 0);
        for (var i = 0; i <= text.Length && found.Count < Most; i++)
        {
            if (i == text.Length || text[i] is ',' or ';')
            {
                if (angles > 0 || plain.ToString().Contains('@'))
                    found.Add(angles > 1 ? null : Registered(angles == 1 ? inAngles : plain.ToString()));
                (inAngles, angles) = ("", 0);
                plain.Clear();
            }
            else if (EndOf(text, i) is { } end)
            {
                // What has no end is an ordinary character.
                if (text[i] == '<')
                    (inAngles, angles) = (text[(i + 1)..end], angles + 1);
                else if (text[i] == '"')
                    plain.Append(text, i, end - i + 1);
                i = end;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return found;
    }

    private static string? Registered(string mailbox)
    {
        var at = mailbox.LastIndexOf('@');
        if (at < 0)
            return null;
        var (local, domain) = (mailbox[..at].Trim(), mailbox[(at + 1)..].Trim());
        if (local is ['"', .. var quoted, '"'])
            local = quoted.Replace("\\", "", StringComparison.Ordinal);
        var address = $"{local}@{domain}";
        return !local.Contains('"') && EmailAddress.IsWellFormed(address) ? EmailAddress.Registered(address) : null;
    }

    /// <summary>Where the quoted text, the comment or the angle brackets that begin here end; null when nothing of the kind begins, or it has no end.</summary>
    private static int? EndOf(string text, int start)
    {
        if (text[start] is not ('"' or '(' or '<'))
            return null;
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '\\' && text[start] != '<')
                i++;
            else if (text[start] == '"' ? i > start && text[i] == '"' : text[start] == '<' ? text[i] == '>' : (depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0) == 0)
                return i;
        }

        return null;
    }
}
