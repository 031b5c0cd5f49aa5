using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bench.Baseline;

public sealed record Purchase(string Card, long AmountYen, string Facility, string Department, string ReceiptNumber);

public sealed record Lot(string Kind, long Points, DateOnly ExpiresOn);

public sealed record Step(string Clause, string Text);

public sealed record Balance(long Points, long Available, DateOnly ExpiresOn, Lot[] Lots);

/// <summary>What is kept of an award: as many facts, and about as many bytes, as our ledger's entry.</summary>
public sealed record Entry(
    string OperationId, string Kind, string CardNumber, long Points, long BalanceBefore, long BalanceAfter, long Version,
    DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, Purchase Purchase, Lot[] LotChanges, string TermsVersion,
    string[] Clauses, Step[] Explanation, string[] Receipt, string RequestHash, string PreviousHash);

/// <summary>What is answered: the shape and the size of our API's answer.</summary>
public sealed record Answer(
    string OperationId, string Kind, string CardNumber, long Points, Balance Balance, Lot[] Breakdown,
    string[] Clauses, Step[] Explanation, string[] Receipt, string EntryHash)
{
    public static Answer To(Entry entry, string hash)
    {
        var expiresOn = entry.LotChanges[0].ExpiresOn;
        return new Answer(entry.OperationId, entry.Kind, entry.CardNumber, entry.Points,
            new Balance(entry.BalanceAfter, entry.BalanceAfter, expiresOn, [new Lot("base", entry.BalanceAfter, expiresOn)]),
            entry.LotChanges, entry.Clauses, entry.Explanation, entry.Receipt, hash);
    }
}

[JsonSerializable(typeof(Purchase)), JsonSerializable(typeof(Entry)), JsonSerializable(typeof(Answer))]
public sealed partial class BaselineJson : JsonSerializerContext
{
    /// <summary>Japanese goes out as it is: escaped, it would be twice as long.</summary>
    public static readonly BaselineJson Readable = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
