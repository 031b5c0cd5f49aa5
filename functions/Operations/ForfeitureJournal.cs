using Points.Ledger;

namespace Functions.Operations;

/// <summary>A forfeiture that has been begun and has not ended. It never says why.</summary>
/// <param name="Id">Names the account it was asked for and the operation.</param>
/// <param name="MemberId">Whose other cards end with it; null where none do.</param>
/// <param name="Operation">As asked for; its card is the one that was named.</param>
/// <param name="Attempt">Tells the answer of the request that began it from a replay.</param>
public sealed record ForfeitureJournal(string Id, string Program, string AccountId, string? MemberId, Operation Operation, string Attempt, DateTimeOffset BegunAt)
{
    public const string KindName = "forfeiture";

    public string Kind { get; init; } = KindName;

    public static string IdOf(string accountId, string operationId) => $"{KindName}:{accountId}:{operationId}";
}
