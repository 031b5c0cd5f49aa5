namespace Functions.Mail.Inbound;

public enum Sender
{
    /// <summary>SPF or DKIM passed for the domain in From.</summary>
    Proven,

    /// <summary>Nothing is known either way: good enough for a reply that goes to the registered address only.</summary>
    Unknown,

    /// <summary>A verdict speaks against it: it failed, or it holds for another domain than the one in From.</summary>
    Doubtful,
}

/// <summary>Whether a mail comes from whom it says. There is no DMARC verdict, so alignment is judged here.</summary>
public static class Spoofing
{
    public static Sender Of(InboundMail mail)
    {
        var from = DomainOf(mail.From!);
        if (mail.Spf == Verdict.Pass && mail.EnvelopeFrom is { } path && AreAligned(DomainOf(path), from))
            return Sender.Proven;
        if (mail.Dkim.Any(signed => signed.Verdict == Verdict.Pass && AreAligned(signed.Domain, from)))
            return Sender.Proven;
        return mail.Spf == Verdict.Unknown && mail.Dkim.All(signed => signed.Verdict == Verdict.Unknown) ? Sender.Unknown : Sender.Doubtful;
    }

    /// <summary>
    /// The same domain, or one inside the other. Never their last labels: docomo.ne.jp and ezweb.ne.jp share them and
    /// nothing else, and the list that knows such suffixes grows every week.
    /// </summary>
    public static bool AreAligned(string domain, string other) =>
        domain.Length > 0 && other.Length > 0
        && (domain.Equals(other, StringComparison.OrdinalIgnoreCase) || IsInside(domain, other) || IsInside(other, domain));

    private static bool IsInside(string domain, string parent) => domain.EndsWith($".{parent}", StringComparison.OrdinalIgnoreCase);

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];
}
