using System.Text.Json.Serialization;
using Points.Cards;

namespace Points.Ledger;

/// <summary>One step of a decision: the clause and what it did, in one Japanese sentence with its numbers.</summary>
public sealed record Step(string? Clause, string Text);

/// <summary>
/// One immutable line of the ledger. It can be audited alone: what moved, what was held after it, when it happened
/// and when it was written, under which terms and why.
/// </summary>
public sealed record Entry
{
    /// <summary>The operation id of the caller; entries that the terms make by themselves have a colon in theirs.</summary>
    public required string Id { get; init; }

    public required string AccountId { get; init; }
    public string Type { get; init; } = "entry";
    public int Number { get; init; }
    public required string Kind { get; init; }
    public required string CardNumber { get; init; }

    /// <summary>Signed change of the balance and of what is pending.</summary>
    public required long Points { get; init; }

    public required IReadOnlyList<Move> Moves { get; init; }
    public required Holdings After { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public required string By { get; init; }
    public string? Facility { get; init; }
    public string? Department { get; init; }
    public required DateOnly TermsVersion { get; init; }
    public required IReadOnlyList<Step> Steps { get; init; }
    public string? RequestHash { get; init; }
    public Purchase? Purchase { get; init; }

    /// <summary>What the purchase earned, where the moves say less because part of it filled a debt.</summary>
    public IReadOnlyList<Lot>? Earned { get; init; }

    public Payment? Payment { get; init; }
    public Issued? Issued { get; init; }
    public Correction? Correction { get; init; }
    public Exchanged? Exchanged { get; init; }
    public Transfer? Transfer { get; init; }
    public MemberChange? Member { get; init; }
    public Merged? Merged { get; init; }
    public Renewed? Renewed { get; init; }
    public Ended? Ended { get; init; }

    /// <summary>Of a suspension: what for.</summary>
    public CardEnd? SuspendedFor { get; init; }

    public string PreviousHash { get; init; } = HashChain.Start;

    /// <summary>SHA-256 over the previous hash and this entry without its hash; see <see cref="HashChain"/>.</summary>
    public string? Hash { get; init; }

    [JsonIgnore]
    public IReadOnlyList<Lot> EarnedLots => Earned ?? [.. Moves.Select(move => move.AsLot(move.Points))];

    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [.. Steps.Select(step => step.Clause).OfType<string>().Distinct()];
}

/// <summary>Kinds of entries.</summary>
public static class EntryKind
{
    public const string Issue = "issue";
    public const string Award = "award";
    public const string Redemption = "redemption";
    public const string Return = "return";
    public const string Void = "void";
    public const string Lapse = "lapse";
    public const string Exchange = "exchange";
    public const string TransferOut = "transferOut";
    public const string TransferIn = "transferIn";
    public const string Migration = "migration";
    public const string Merge = "merge";
    public const string Link = "link";

    /// <summary>The last entry of an account whose points went to another one by merge or link.</summary>
    public const string Moved = "moved";
    public const string Suspension = "suspension";
    public const string Resumption = "resumption";
    public const string Reissue = "reissue";

    /// <summary>A card that was handed in because the operator asked it back.</summary>
    public const string Recall = "recall";

    /// <summary>What a card shows to readers was replaced.</summary>
    public const string Renewal = "renewal";
    public const string Withdrawal = "withdrawal";
    public const string Forfeiture = "forfeiture";
    public const string Member = "member";
    public const string Erasure = "erasure";
}

/// <summary>Which scan payload of a card counts from now on, and the card's state.</summary>
public sealed record Renewed(int Generation, CardStatus Status);

/// <summary>What points were exchanged for.</summary>
public sealed record Exchanged(string RewardId, string RewardName, int Quantity);

/// <summary>The other side of a family transfer.</summary>
/// <param name="AwardOperationId">The award whose points move.</param>
public sealed record Transfer(string AccountId, string CardNumber, string AwardOperationId);

/// <summary>What a registration said of the member; never a value of the person.</summary>
/// <param name="Fields">Names of the fields that changed.</param>
/// <param name="Missing">Names of the required fields that were still absent after it.</param>
public sealed record MemberChange(string MemberId, IReadOnlyList<string> Fields, IReadOnlyList<string> Missing, bool MyPageOpen);

/// <summary>What ended for good.</summary>
/// <param name="Cards">The numbers of the cards; null where all of the account did.</param>
/// <param name="ErasureDueOn">Where no card is left: from when on the personal data is kept no longer.</param>
/// <param name="Attempt">Of a forfeiture: tells the answer of the request that did it from a replay.</param>
public sealed record Ended(IReadOnlyList<string>? Cards = null, DateOnly? ErasureDueOn = null, string? Attempt = null);

/// <summary>What joined several accounts.</summary>
/// <param name="Attempt">Tells the answer of the request that did it from a replay.</param>
/// <param name="Cards">The cards that took part, the receiving one first; left out where another account's entry says them.</param>
/// <param name="IntoAccountId">Of the entry that empties an account: where its points went.</param>
/// <param name="OperationId">Of that entry: the operation there.</param>
/// <param name="Had">Of that entry: the dates and sums that the points had.</param>
/// <param name="IsLink">Of that entry: the cards went with the points.</param>
public sealed record Merged(
    string Attempt, IReadOnlyList<string>? Cards = null, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long FeeYen = 0,
    string? IntoAccountId = null, string? OperationId = null, Holdings? Had = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsLink = false);

/// <summary>What a redemption paid, in yen.</summary>
public sealed record Payment(long BillYen, long CoveredYen, long PaidYen);

/// <summary>What issuing a card said.</summary>
/// <param name="JoinedOn">Where the member joined on another day than that of issue.</param>
/// <param name="NewNumber">Of a reissue or family card: the number of the new card.</param>
/// <param name="MemberId">Of an account's first card: the member it was issued to, where known.</param>
/// <param name="CardType">Of an account's first card, where the program has types.</param>
public sealed record Issued(
    string Medium, string MemberClass, string HolderKind, long FeeYen, DateOnly IssuedOn, DateOnly? JoinedOn = null, string? NewNumber = null,
    string? MemberId = null, string? CardType = null);

/// <summary>What a return or void corrects.</summary>
/// <param name="OperationId">The entry that is corrected.</param>
/// <param name="ReturnedYen">Amount of the purchase that came back, tax included; returns only.</param>
/// <param name="LapsedPoints">Redeemed points that do not come back because they have lapsed meanwhile.</param>
/// <param name="KeptPoints">What the award still stands for after a return.</param>
/// <param name="TakenBack">What a return took back, by the lots in which it was awarded, wherever the points were found.</param>
/// <param name="AccountId">The account of the corrected entry, where that was absorbed before the correction.</param>
public sealed record Correction(
    string OperationId, long? ReturnedYen = null, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long LapsedPoints = 0, long? KeptPoints = null, IReadOnlyList<Lot>? TakenBack = null,
    string? AccountId = null)
{
    public static Correction Of(Entry target, Account account) =>
        new(target.Id, AccountId: target.AccountId == account.AccountId ? null : target.AccountId);
}
