using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Points.Ledger;

/// <summary>A lot is stored as <c>["base",310]</c> or <c>["bonus",50,"2026-12-31"]</c>: most of an entry would be the names otherwise.</summary>
public sealed class LotJson : JsonConverter<Lot>
{
    public override Lot Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var move = CompactMove.Read(ref reader);
        return move.AsLot(move.Points);
    }

    public override void Write(Utf8JsonWriter writer, Lot value, JsonSerializerOptions options) =>
        CompactMove.Write(writer, value.Moved(value.Points));
}

/// <summary>A move has the form of a lot; its points are signed, and it may say that they are pending.</summary>
public sealed class MoveJson : JsonConverter<Move>
{
    public override Move Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => CompactMove.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, Move value, JsonSerializerOptions options) => CompactMove.Write(writer, value);
}

/// <summary>kind, points, expiry, first day of use, pending; what is absent at the end is left out.</summary>
file static class CompactMove
{
    private const string DateForm = "yyyy-MM-dd";

    public static Move Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("A lot is an array of kind, points and perhaps dates.");
        reader.Read();
        var kind = reader.GetString()!;
        reader.Read();
        var points = reader.GetInt64();
        reader.Read();
        var expiresOn = ReadDate(ref reader);
        var usableFrom = ReadDate(ref reader);
        var pending = reader.TokenType == JsonTokenType.True;
        if (pending)
            reader.Read();
        return new Move(kind, points, expiresOn, usableFrom, pending);
    }

    public static void Write(Utf8JsonWriter writer, Move move)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(move.Kind);
        writer.WriteNumberValue(move.Points);
        if (move.ExpiresOn is not null || move.UsableFrom is not null)
            WriteDate(writer, move.ExpiresOn);
        if (move.UsableFrom is not null)
            WriteDate(writer, move.UsableFrom);
        if (move.Pending)
            writer.WriteBooleanValue(true);
        writer.WriteEndArray();
    }

    private static DateOnly? ReadDate(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
            return null;
        DateOnly? date = reader.TokenType == JsonTokenType.Null ? null : DateOnly.ParseExact(reader.GetString()!, DateForm, CultureInfo.InvariantCulture);
        reader.Read();
        return date;
    }

    private static void WriteDate(Utf8JsonWriter writer, DateOnly? date)
    {
        if (date is { } day)
            writer.WriteStringValue(day.ToString(DateForm, CultureInfo.InvariantCulture));
        else
            writer.WriteNullValue();
    }
}
