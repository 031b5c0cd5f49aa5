using System.Text.Json.Serialization;
using Functions.Ledger;
using Points.Ledger;
using Points.Programs;

namespace Functions.Operations;

/// <summary>How far a merge or link is. Only the journal's own version decides: two helpers cannot decide differently.</summary>
[JsonConverter(typeof(CamelCaseNames<MergeState>))]
public enum MergeState
{
    /// <summary>Accounts are being frozen; it may still come to nothing.</summary>
    Begun,

    /// <summary>It happens, whoever dies.</summary>
    Decided,

    /// <summary>It never happens; what is frozen is let go.</summary>
    Dropped,
}

/// <summary>A merge or link that has been begun and has not ended.</summary>
/// <param name="Id">Names the receiving account, the operation and the attempt: a journal that is gone never comes back.</param>
/// <param name="AccountIds">The receiving one first.</param>
/// <param name="Operation">As asked for; from the decision on with the time of the decision.</param>
public sealed record MergeJournal(
    string Id, string Program, MergePlan Plan, IReadOnlyList<string> AccountIds, Operation Operation, MergeState State, DateTimeOffset BegunAt)
{
    public const string KindName = "merge";

    public string Kind { get; init; } = KindName;

    [JsonIgnore]
    public string IntoAccountId => AccountIds[0];

    public static string IdOf(string intoAccountId, string operationId, string attempt) => $"{KindName}:{intoAccountId}:{operationId}:{attempt}";

    /// <summary>The reservation that belongs to a journal, whether or not the journal is still there.</summary>
    public static Reservation ReservationOf(string journalId)
    {
        var parts = journalId.Split(':');
        return new Reservation(parts[2], parts[1], journalId);
    }
}
