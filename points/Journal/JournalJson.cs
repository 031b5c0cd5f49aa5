using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Points.Ledger;

namespace Points.Journal;

/// <summary>The JSON form of an export. Entries in it have the form that their hashes cover.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalManifest))]
[JsonSerializable(typeof(JournalAccount))]
[JsonSerializable(typeof(Entry))]
public sealed partial class JournalJson : JsonSerializerContext
{
    /// <summary>Strict in reading: what somebody has changed may be anything.</summary>
    public static JournalJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
    });
}
