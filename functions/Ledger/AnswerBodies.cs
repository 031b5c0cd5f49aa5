using System.Text.Json.Serialization;
using Points.Cards;
using Points.Ledger;

namespace Functions.Ledger;

/// <summary>What every call that changed something answers, and answers again for ever.</summary>
public sealed record MutationAnswer
{
    public required string OperationId { get; init; }
    public required string Kind { get; init; }
    public required string CardNumber { get; init; }
    public required long Points { get; init; }
    public required BalanceAnswer Balance { get; init; }
    public required IReadOnlyList<string> Clauses { get; init; }
    public required IReadOnlyList<Step> Explanation { get; init; }
    public required IReadOnlyList<string> Receipt { get; init; }
    public string? EntryHash { get; init; }

    /// <summary>Awards: what was given, by kind.</summary>
    public IReadOnlyList<LotLine>? Breakdown { get; init; }

    /// <summary>Redemptions: what the points paid.</summary>
    public long? PaidYen { get; init; }

    /// <summary>Returns and voids: what they correct.</summary>
    public string? CorrectedOperationId { get; init; }

    public long? ReturnedYen { get; init; }
    public long? LapsedPoints { get; init; }

    /// <summary>Exchanges: what the points were exchanged for.</summary>
    public string? RewardId { get; init; }

    public int? Quantity { get; init; }

    /// <summary>Transfers: the card that received the points.</summary>
    public string? ToCardNumber { get; init; }

    /// <summary>Registrations: whose, what the program still asks for, and whether the address is confirmed. Never a value of the person.</summary>
    public string? MemberId { get; init; }

    public bool? Complete { get; init; }
    public IReadOnlyList<string>? Missing { get; init; }
    public bool? MyPageOpen { get; init; }
    /// <summary>Merges and links: the cards that took part, the receiving one first.</summary>
    public IReadOnlyList<string>? Cards { get; init; }

    /// <summary>Card issue.</summary>
    public CardStatus? Status { get; init; }

    public string? Medium { get; init; }
    public string? MemberClass { get; init; }
    public string? HolderKind { get; init; }
    public long? FeeYen { get; init; }
    public DateOnly? IssuedOn { get; init; }
    public string? ScanPayload { get; init; }

    /// <summary>Reissue: the number that never works again.</summary>
    public string? PreviousCardNumber { get; init; }
}

/// <summary>A balance; its dates are always there, null where nothing happens.</summary>
public sealed record BalanceAnswer
{
    public required string CardNumber { get; init; }
    public required string Program { get; init; }
    public required CardStatus Status { get; init; }
    public required long Points { get; init; }
    public required long Available { get; init; }
    public required long Pending { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required DateOnly? ExpiresOn { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required DateOnly? LapsedOn { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required DateOnly? WithdrawalDueOn { get; init; }

    public required IReadOnlyList<LotLine> Lots { get; init; }
    public required DateOnly AsOf { get; init; }
    public required IReadOnlyList<string> Clauses { get; init; }

    /// <summary>Lines for the printer; left out where the answer around it has its own.</summary>
    public IReadOnlyList<string>? Receipt { get; init; }

    public static BalanceAnswer From(Balance balance, IReadOnlyList<string>? receipt = null) => new()
    {
        CardNumber = balance.CardNumber,
        Program = balance.Program,
        Status = balance.Status,
        Points = balance.Points,
        Available = balance.Available,
        Pending = balance.Pending,
        ExpiresOn = balance.ExpiresOn,
        LapsedOn = balance.LapsedOn,
        WithdrawalDueOn = balance.WithdrawalDueOn,
        Lots = [.. balance.Lots.Select(lot => new LotLine(lot.Kind, lot.Points, lot.ExpiresOn))],
        AsOf = balance.AsOf,
        Clauses = balance.Clauses,
        Receipt = receipt,
    };
}

/// <summary>Points of one kind and the last day on which they are valid; null for ever.</summary>
public sealed record LotLine(string Kind, long Points, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateOnly? ExpiresOn);

public sealed record EntryLine(
    string OperationId, string Kind, long Points, long BalanceAfter, long? PendingAfter, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt,
    string? Facility, string? Department, DateOnly TermsVersion, IReadOnlyList<string> Clauses, IReadOnlyList<Step> Explanation,
    string PreviousHash, string Hash);

public sealed record EntriesAnswer(IReadOnlyList<EntryLine> Entries, string? Continuation);

public sealed record OperationAnswer(string State, MutationAnswer? Result);
