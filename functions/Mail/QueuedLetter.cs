namespace Functions.Mail;

/// <summary>
/// A letter that waits to be sent, or was sent. It names the member and the facts, never an address or a name:
/// those are looked up when it goes out, so that erasure has nothing to look for here.
/// </summary>
public sealed record QueuedLetter
{
    /// <summary>Derived from what the letter is about, so that it can be queued only once.</summary>
    public required string Id { get; init; }

    public string State { get; init; } = LetterState.Waiting;
    public required string Program { get; init; }
    public required string MemberId { get; init; }

    /// <summary>The name of the template under <c>Mail/Letters</c>.</summary>
    public required string Letter { get; init; }

    /// <summary>What the template's places are filled with.</summary>
    public required IReadOnlyDictionary<string, string> Facts { get; init; }

    /// <summary>Beside those that every letter carries.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    public required string Urgency { get; init; }
    public required DateTimeOffset QueuedAt { get; init; }
    public required DateTimeOffset NextTryAt { get; init; }
    public int Attempts { get; init; }

    /// <summary>Seconds after which the store forgets it, once it has ended.</summary>
    public int? Ttl { get; init; }
}

public static class LetterState
{
    public const string Waiting = "waiting";
    public const string Sent = "sent";

    /// <summary>Nobody to send it to any more: the member is erased or has no confirmed address.</summary>
    public const string Dropped = "dropped";

    /// <summary>Given up after too many tries; an operator may send it again.</summary>
    public const string Dead = "dead";
}

/// <summary>Which letters go first when the service allows only so many.</summary>
public static class LetterUrgency
{
    /// <summary>A member waits for it: balance replies, links to My Page, confirmations.</summary>
    public const string Reply = "reply";

    public const string Notice = "notice";
}
