using Points.Programs;

namespace Functions.Members;

/// <summary>The person behind one or more cards. Personal data is here and nowhere else.</summary>
public sealed record Member
{
    public required string Id { get; init; }
    public required string MemberId { get; init; }
    public required string Program { get; init; }
    public string? Name { get; init; }
    public string? Kana { get; init; }
    public DateOnly? BirthDate { get; init; }
    public string? Phone { get; init; }
    public string? PostalCode { get; init; }
    public string? Address { get; init; }

    /// <summary>The confirmed address, as <see cref="EmailAddress.Registered"/> keeps it.</summary>
    public string? Email { get; init; }

    public DateTimeOffset? EmailConfirmedAt { get; init; }

    /// <summary>An address that waits for its confirmation; until then <see cref="Email"/> stays.</summary>
    public PendingEmail? PendingEmail { get; init; }

    /// <summary>The confirmed address that the last change replaced, so that it can still be told.</summary>
    public FormerEmail? FormerEmail { get; init; }

    /// <summary>By which means news may be sent: <c>mail</c>, or none.</summary>
    public IReadOnlyList<string> NewsBy { get; init; } = [];

    /// <summary>Of what else than the state of the cards the member wants letters: <see cref="PointsNotice"/>, or nothing.</summary>
    public IReadOnlyList<string> NoticeOf { get; init; } = [];

    /// <summary>Every movement of points.</summary>
    public const string PointsNotice = "points";

    /// <summary>Sessions of My Page that began by then have ended.</summary>
    public DateTimeOffset? SignedOutAt { get; init; }

    public IReadOnlyList<Consent> Consents { get; init; } = [];
    public IReadOnlyList<DataChange> History { get; init; } = [];
    public required DateTimeOffset RegisteredAt { get; init; }
    public required string RegisteredBy { get; init; }

    /// <summary>Accounts that were registered to this member; the heads of the accounts have the last word.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>Every lookup that may exist for this member, so that erasure finds them all.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Set from the writing of a link to an account until the account's head has it: a link that a dead process left is looked after by night.</summary>
    public DateOnly? UnclaimedOn { get; init; }

    /// <summary>The operations that linked accounts: until the account's head has the member, each can still be stopped.</summary>
    public IReadOnlyList<AccountLink> Links { get; init; } = [];

    /// <summary>Of a member who registered online and has no card yet: the day of the registration, or of the latest registration code.</summary>
    public DateOnly? CardlessSince { get; init; }

    /// <summary>When the membership was forfeited: no other card can be registered to the member any more (KKR-16.2).</summary>
    public DateTimeOffset? ForfeitedAt { get; init; }

    /// <summary>The address that the member is known by: confirmed, or the first one given.</summary>
    public string? AnyEmail => Email ?? PendingEmail?.Address;

    public bool MyPageOpen => EmailConfirmedAt is not null;

    public bool Has(string field) => field switch
    {
        "name" => Name is not null,
        "kana" => Kana is not null,
        "birthDate" => BirthDate is not null,
        "phone" => Phone is not null,
        "postalCode" => PostalCode is not null,
        "address" => Address is not null,
        "email" => AnyEmail is not null,
        _ => throw new InvalidOperationException($"The terms ask for {field}, which members do not have."),
    };

    /// <summary>What the terms require and the member has not given.</summary>
    public IReadOnlyList<string> Missing(Terms terms) => [.. terms.Membership.RequiredData.Is.Where(field => !Has(field))];
}

public sealed record AccountLink(string AccountId, string OperationId);

/// <param name="OperationId">The registration that asked for it: its code and its mail are derived from it.</param>
/// <param name="MailedAt">When the mail with the code went out; null while it has not.</param>
public sealed record PendingEmail(string Address, string OperationId, DateTimeOffset RequestedAt, DateTimeOffset? MailedAt = null);

/// <param name="OperationId">The registration that asked for the change.</param>
public sealed record FormerEmail(string Address, string OperationId);

/// <summary>What a member agreed to, when, and under which terms.</summary>
/// <param name="WithdrawnAt">When the member took it back.</param>
public sealed record Consent(string Kind, DateTimeOffset AcceptedAt, DateOnly TermsVersion, DateTimeOffset? WithdrawnAt = null);

/// <summary>Which fields changed, when and by whom; never their values.</summary>
/// <param name="AccountId">Of the card it was made with, where it was one: an operation id is unique per account.</param>
public sealed record DataChange(string OperationId, DateTimeOffset At, string By, IReadOnlyList<string> Fields, string? AccountId = null);
