using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Points.Ledger;

/// <summary>A lot is stored as <c>["base",310]</c> or <c>["bonus",50,"2026-12-31"]</c>: most of an entry would be the names otherwise.</summary>
public sealed class LotJson : JsonConverter<Lot>
{
    public override Lot Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var (kind, points, expiresOn) = CompactLot.Read(ref reader);
        return new Lot(kind, points, expiresOn);
    }

    public override void Write(Utf8JsonWriter writer, Lot value, JsonSerializerOptions options) =>
        CompactLot.Write(writer, value.Kind, value.Points, value.ExpiresOn);
}

/// <summary>A move has the form of a lot; its points are signed.</summary>
public sealed class MoveJson : JsonConverter<Move>
{
    public override Move Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var (kind, points, expiresOn) = CompactLot.Read(ref reader);
        return new Move(kind, points, expiresOn);
    }

    public override void Write(Utf8JsonWriter writer, Move value, JsonSerializerOptions options) =>
        CompactLot.Write(writer, value.Kind, value.Points, value.ExpiresOn);
}

file static class CompactLot
{
    private const string DateForm = "yyyy-MM-dd";

    public static (string Kind, long Points, DateOnly? ExpiresOn) Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("A lot is an array of kind, points and perhaps a date.");
        reader.Read();
        var kind = reader.GetString()!;
        reader.Read();
        var points = reader.GetInt64();
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndArray)
            return (kind, points, null);
        var expiresOn = DateOnly.ParseExact(reader.GetString()!, DateForm, CultureInfo.InvariantCulture);
        reader.Read();
        return (kind, points, expiresOn);
    }

    public static void Write(Utf8JsonWriter writer, string kind, long points, DateOnly? expiresOn)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(kind);
        writer.WriteNumberValue(points);
        if (expiresOn is { } on)
            writer.WriteStringValue(on.ToString(DateForm, CultureInfo.InvariantCulture));
        writer.WriteEndArray();
    }
}
