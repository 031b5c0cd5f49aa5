using Points.Cards;
using Points.Programs;

namespace Points.Ledger;

/// <summary>
/// The head of one account: who holds it and what it holds now. It is the only consistency boundary, and never
/// more than a summary of its entries: the same history gives the same head again.
/// </summary>
public sealed record Account
{
    public required string AccountId { get; init; }
    public required string Program { get; init; }
    public required IReadOnlyList<Card> Cards { get; init; }
    public required string MemberClass { get; init; }
    public required string HolderKind { get; init; }

    /// <summary>The person behind the account, where known; personal data is there and not here.</summary>
    public string? MemberId { get; init; }

    public string? CardType { get; init; }
    public required DateOnly JoinedOn { get; init; }
    public required Holdings Holdings { get; init; }

    /// <summary>When the last card ended; from then on the erasure of personal data is counted.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>From this day on the personal data behind an ended account is kept no longer.</summary>
    public DateOnly? ErasureDueOn { get; init; }

    /// <summary>The version of the terms that the holder accepted last.</summary>
    public DateOnly? AcceptedTerms { get; init; }

    /// <summary>Notices of points that end, due up to this day, have gone out. The history does not tell it: a letter is no entry.</summary>
    public DateOnly? WarnedThrough { get; init; }

    /// <summary>The unfinished operation over several accounts that this one is part of; until it has ended nothing else changes here.</summary>
    public string? FrozenBy { get; init; }

    /// <summary>The account that took over the points; this one is closed for ever.</summary>
    public string? MovedTo { get; init; }

    /// <summary>Accounts whose points came here by merge or link, and whose entries are part of the history.</summary>
    public IReadOnlyList<string>? Absorbed { get; init; }

    /// <summary>How many entries the account has; the number of the last one.</summary>
    public int Version { get; init; }

    /// <summary>Hash of the last entry.</summary>
    public string LastHash { get; init; } = HashChain.Start;

    public Card? Card(string number) => Cards.FirstOrDefault(card => card.Number == number);
}
