namespace Functions.Mail.Inbound;

/// <summary>A mail that has come in, whatever service received it. An adapter for one service makes it; nothing else knows the service.</summary>
/// <param name="From">The one address it says it comes from, as a member would have registered it; null when it has none, or several.</param>
/// <param name="EnvelopeFrom">The return path: empty for the null path, null when the service did not say.</param>
/// <param name="To">Every address it was sent to, in the form in which addresses are compared.</param>
/// <param name="Subject">Decoded. Nothing is decided by it, nor by <paramref name="Text"/>.</param>
/// <param name="Spf">What the receiving service found for the domain of <paramref name="EnvelopeFrom"/>.</param>
/// <param name="Dkim">What it found for each signature.</param>
public sealed record InboundMail(
    string? From, string? EnvelopeFrom, IReadOnlyList<string> To, string Subject, string Text, MailHeaders Headers,
    Verdict Spf, IReadOnlyList<DkimVerdict> Dkim, DateTimeOffset ReceivedAt);

/// <summary>A domain that signed, and whether its signature held.</summary>
public sealed record DkimVerdict(string Domain, Verdict Verdict);

public enum Verdict
{
    /// <summary>None, neutral, an error on the way, or nothing at all: it says neither yes nor no.</summary>
    Unknown,
    Pass,

    /// <summary>Fail, or softfail: the owner of the domain says that its mail does not come from there.</summary>
    Fail,
}
