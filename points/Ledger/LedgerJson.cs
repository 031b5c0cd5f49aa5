using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Points.Ledger;

/// <summary>
/// The one JSON form of accounts and entries: what is stored, and what the hash chain covers. Absent values are left
/// out, so a new optional field does not change the hash of old entries.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(Entry))]
public sealed partial class LedgerJson : JsonSerializerContext
{
    /// <summary>Japanese text is stored as itself and not as escapes: an entry stays small and readable.</summary>
    public static LedgerJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
