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

    /// <summary>The account whose letters go out one after the other; null for a letter that waits for no other.</summary>
    public string? AccountId { get; init; }

    /// <summary>The place among letters of one account and instant: the number of the entry that it tells.</summary>
    public int Number { get; init; }

    /// <summary>The name of the template under <c>Mail/Letters</c>.</summary>
    public required string Letter { get; init; }

    /// <summary>What the template's places are filled with.</summary>
    public required IReadOnlyDictionary<string, string> Facts { get; init; }

    /// <summary>Beside those that every letter carries.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    public required string Urgency { get; init; }

    /// <summary>When that happened which it tells: the letters of an account go out in this order.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>Not before this; of a letter that is being sent, when its sender counts as dead.</summary>
    public required DateTimeOffset NextTryAt { get; init; }

    /// <summary>Tries that were begun.</summary>
    public int Attempts { get; init; }

    /// <summary>The first try of which nobody knows whether the service took the mail.</summary>
    public DateTimeOffset? UnknownSince { get; init; }

    /// <summary>How the last try failed; one of <see cref="LetterFailure"/>.</summary>
    public string? Failure { get; init; }

    public DateTimeOffset? DeadSince { get; init; }

    /// <summary>Set where the letter could not even be written: the entry that it should tell.</summary>
    public string? EntryId { get; init; }

    /// <summary>The operations by which operators had it tried again.</summary>
    public IReadOnlyList<string>? ReplayedBy { get; init; }

    /// <summary>What the mail service calls it.</summary>
    public string? ServiceId { get; init; }

    /// <summary>Seconds after which the store forgets it, once it has ended.</summary>
    public int? Ttl { get; init; }

    public bool IsDue(DateTimeOffset now) => LetterState.IsOpen(State) && NextTryAt <= now;
}

public static class LetterState
{
    public const string Waiting = "waiting";

    /// <summary>In somebody's hands; if that one dies, it is due again.</summary>
    public const string Sending = "sending";

    public const string Sent = "sent";

    /// <summary>Nobody to send it to any more: the member is erased or has no confirmed address.</summary>
    public const string Dropped = "dropped";

    /// <summary>Given up after too many tries; an operator may send it again.</summary>
    public const string Dead = "dead";

    public static bool IsOpen(string state) => state is Waiting or Sending;
}

/// <summary>Which letters go first when the service allows only so many.</summary>
public static class LetterUrgency
{
    /// <summary>A member waits for it: balance replies, links to My Page, confirmations.</summary>
    public const string Reply = "reply";

    public const string Notice = "notice";
}

/// <summary>Why a letter did not go out, in a word that holds nothing of the member.</summary>
public static class LetterFailure
{
    /// <summary>The service said no.</summary>
    public const string Refused = "refused";

    /// <summary>The service was asked and did not answer, or the sender died while asking.</summary>
    public const string NoAnswer = "no-answer";

    /// <summary>Its text could not be made: a template or a fact is missing.</summary>
    public const string Unwritable = "unwritable";

    /// <summary>The entry that it should tell cannot be read, or the letter cannot be stored.</summary>
    public const string EntryUnreadable = "entry-unreadable";
}
