using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Functions.Tests.Contract;

/// <summary>The keywords of JSON Schema that look at one value alone.</summary>
internal static partial class ValueChecks
{
    /// <summary>Null for a keyword that is none of these.</summary>
    public static Check? For(JsonProperty keyword)
    {
        var (name, limit) = (keyword.Name, keyword.Value);
        return name switch
        {
            "type" => Types([.. limit.ValueKind == JsonValueKind.Array ? limit.EnumerateArray().Select(type => type.GetString()!) : [limit.GetString()!]]),
            "enum" => Unless(value => limit.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value)), $"must be one of {limit.GetRawText()}"),
            "const" => Unless(value => JsonElement.DeepEquals(limit, value), $"must be {limit.GetRawText()}"),
            "minimum" => Unless(value => !IsNumber(value) || Number(value) >= limit.GetDecimal(), $"must be at least {limit}"),
            "maximum" => Unless(value => !IsNumber(value) || Number(value) <= limit.GetDecimal(), $"must be at most {limit}"),
            "minLength" => Unless(value => LengthOf(value) is not { } length || length >= limit.GetInt32(), $"must have {limit} characters or more"),
            "maxLength" => Unless(value => LengthOf(value) is not { } length || length <= limit.GetInt32(), $"must have at most {limit} characters"),
            "minItems" => Unless(value => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= limit.GetInt32(), $"must have {limit} items or more"),
            "maxItems" => Unless(value => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= limit.GetInt32(), $"must have at most {limit} items"),
            "uniqueItems" => Unless(value => !limit.GetBoolean() || value.ValueKind != JsonValueKind.Array || AreDifferent(value), "must not say anything twice"),
            "minProperties" => Unless(value => value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() >= limit.GetInt32(), $"must have {limit} properties or more"),
            "maxProperties" => Unless(value => value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() <= limit.GetInt32(), $"must have at most {limit} properties"),
            "required" => Required([.. limit.EnumerateArray().Select(required => required.GetString()!)]),
            "pattern" => Pattern(limit.GetString()!),
            "format" => Format(limit.GetString()!),
            _ => null,
        };
    }

    public static string Short(JsonElement value)
    {
        var text = value.GetRawText();
        return $"not {(text.Length <= 80 ? text : text[..80] + " …")}";
    }

    private static Check Unless(Func<JsonElement, bool> holds, string problem) => (value, path, mistakes) =>
    {
        if (!holds(value))
            mistakes.Add(new Mistake(path, $"{problem}, {Short(value)}"));
    };

    private static Check Types(string[] types) => Unless(value => types.Any(type => HasType(value, type)), $"must be {string.Join(" or ", types)}");

    private static Check Required(string[] names) => (value, path, mistakes) =>
    {
        if (value.ValueKind != JsonValueKind.Object)
            return;
        foreach (var name in names.Where(name => !value.TryGetProperty(name, out _)))
            mistakes.Add(new Mistake(path.Length == 0 ? name : $"{path}.{name}", "is missing"));
    };

    private static Check Pattern(string pattern)
    {
        // In a schema $ is the very end; in .NET it may stand before a last line break.
        var regex = new Regex(DollarAtEnd().Replace(pattern, @"\z"), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return Unless(value => value.ValueKind != JsonValueKind.String || regex.IsMatch(value.GetString()!), $"must match {pattern}");
    }

    private static Check Format(string format)
    {
        Func<string, bool> holds = format switch
        {
            "date" => text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date-time" => text => Rfc3339().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            _ => throw new NotSupportedException($"The contract says format '{format}', which ValueChecks does not know."),
        };
        return Unless(value => value.ValueKind != JsonValueKind.String || holds(value.GetString()!), $"must be a {format}");
    }

    private static bool HasType(JsonElement value, string type) => (type, value.ValueKind) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("null", JsonValueKind.Null)
            or ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => Number(value) is { } number && decimal.IsInteger(number),
        _ => false,
    };

    private static bool IsNumber(JsonElement value) => value.ValueKind == JsonValueKind.Number;

    /// <summary>Null for a number out of every reach here.</summary>
    private static decimal? Number(JsonElement value) => value.TryGetDecimal(out var number) ? number : null;

    private static int? LengthOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()!.EnumerateRunes().Count() : null;

    private static bool AreDifferent(JsonElement list) =>
        list.EnumerateArray().Select(item => item.GetRawText()).Distinct().Count() == list.GetArrayLength();

    [GeneratedRegex(@"(?<!\\)\$(?=\||\)|\z)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex DollarAtEnd();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?(Z|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Rfc3339();
}
