using System.Globalization;
using System.Text.Json;

namespace Functions.Http;

/// <summary>Typed access to the fields of a JSON object that remembers every mistake instead of stopping at the first.</summary>
public sealed class Fields(JsonElement root, string prefix = "", Dictionary<string, List<string>>? shared = null)
{
    /// <summary>More than any bill in yen, and far from the limits of a 64-bit sum.</summary>
    public const long MaxAmount = 999_999_999;

    private const int MaxItems = 50;

    private readonly Dictionary<string, List<string>> mistakes = shared ?? [];
    private readonly HashSet<string> known = [];

    public JsonElement Root => root;

    public string Text(string name, int maxLength = 64) => OptionalText(name, maxLength) ?? Missing(name, "");

    public string? OptionalText(string name, int maxLength = 64)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { } text)
            return Wrong<string?>(name, "must be a string", "");
        if (string.IsNullOrWhiteSpace(text) || text.Length > maxLength)
            return Wrong<string?>(name, $"must have 1 to {maxLength} characters", "");
        return text;
    }

    /// <summary>True where a field is there, well-formed or not.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>One of a few words; any other is answered with all of them.</summary>
    public string? OptionalChoice(string name, IReadOnlyCollection<string> choices)
    {
        var text = OptionalText(name);
        return string.IsNullOrEmpty(text) || choices.Contains(text) ? text : Wrong(name, $"must be one of {string.Join(", ", choices)}", text);
    }

    public string Choice(string name, IReadOnlyCollection<string> choices) =>
        OptionalChoice(name, choices) ?? Missing(name, "", $"must be one of {string.Join(", ", choices)}");

    public long Amount(string name, long least = 0, long most = MaxAmount) => OptionalAmount(name, least, most) ?? Missing(name, least);

    public bool Flag(string name) => OptionalFlag(name) ?? Missing(name, false);

    /// <summary>A whole number of yen or points.</summary>
    public long? OptionalAmount(string name, long least = 0, long most = MaxAmount)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var amount) || amount < least || amount > most)
            return Wrong<long?>(name, $"must be a whole number from {least} to {most}", 0);
        return amount;
    }

    public bool? OptionalFlag(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => Wrong<bool?>(name, "must be true or false", null),
    };

    public DateTimeOffset? OptionalInstant(string name)
    {
        if (OptionalText(name) is not { Length: > 0 } text)
            return null;
        // RFC 3339 with an offset: without one nobody can say which day it was.
        const string form = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";
        var hasOffset = text.EndsWith('Z') || text is { Length: > 6 } && text[^6] is '+' or '-';
        return hasOffset && DateTimeOffset.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            && instant.Year is >= 2000 and < 2200
            ? instant
            : Wrong<DateTimeOffset?>(name, "must be an RFC 3339 instant with offset in the years 2000 to 2199, e.g. 2026-03-01T10:00:00+09:00", null);
    }

    public DateOnly? OptionalDate(string name) =>
        OptionalText(name) is not { Length: > 0 } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 1900 and < 2200 ? date
        : Wrong<DateOnly?>(name, "must be a date, e.g. 2026-03-31", null);

    public DateOnly Date(string name) => OptionalDate(name) ?? Missing(name, DateOnly.MinValue);

    public IReadOnlyList<string>? OptionalChoices(string name, IReadOnlyCollection<string> choices) =>
        OptionalList(name, (value, at) => value.ValueKind == JsonValueKind.String && choices.Contains(value.GetString()!)
            ? value.GetString()!
            : Wrong(at, $"must be one of {string.Join(", ", choices)}", ""));

    public IReadOnlyList<string> Texts(string name, int least, int most, int maxLength)
    {
        var texts = OptionalList(name, (value, at) => value.ValueKind == JsonValueKind.String && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) && text.Length <= maxLength
            ? text
            : Wrong(at, $"must be a string of 1 to {maxLength} characters", "")) ?? Missing<IReadOnlyList<string>>(name, []);
        return mistakes.ContainsKey(prefix + name) || texts.Count >= least && texts.Count <= most ? texts : Wrong(name, $"must be a list of {least} to {most}", texts);
    }

    public IReadOnlyList<T>? OptionalObjects<T>(string name, Func<Fields, T> read) =>
        OptionalList(name, (value, at) =>
        {
            if (value.ValueKind != JsonValueKind.Object)
                return Wrong<T>(at, "must be an object", default!);
            var fields = new Fields(value, $"{prefix}{at}.", mistakes);
            var result = read(fields);
            fields.NoteUnknown();
            return result;
        });

    public Fields? OptionalObject(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new Fields(value, $"{prefix}{name}.", mistakes),
        _ => Wrong<Fields?>(name, "must be an object", null),
    };

    /// <summary>True when the object has fields that nobody has asked for.</summary>
    public bool HasUnknown => root.EnumerateObject().Any(property => !known.Contains(property.Name));

    /// <summary>The fields found wrong so far, for who tells it in other words.</summary>
    public IReadOnlyCollection<string> WrongOnes => mistakes.Keys;

    /// <summary>Ends the reading: unknown fields are mistakes too.</summary>
    /// <exception cref="ProblemException">400 naming every wrong field.</exception>
    public void ThrowIfWrong()
    {
        NoteUnknown();
        if (mistakes.Count > 0)
            throw new ProblemException(Problem.BadFields(mistakes.ToDictionary(m => m.Key, m => m.Value.ToArray())));
    }

    public T Wrong<T>(string name, string problem, T instead)
    {
        if (!mistakes.TryGetValue(prefix + name, out var list))
            mistakes[prefix + name] = list = [];
        if (!list.Contains(problem))
            list.Add(problem);
        return instead;
    }

    private T Missing<T>(string name, T instead, string problem = "is required") =>
        mistakes.ContainsKey(prefix + name) ? instead : Wrong(name, problem, instead);

    /// <summary>Makes every field that nobody asked for a mistake.</summary>
    public void NoteUnknown()
    {
        foreach (var property in root.EnumerateObject().Where(property => !known.Contains(property.Name)))
            Wrong(property.Name, $"is not known here; known are {string.Join(", ", known)}", 0);
    }

    private IReadOnlyList<T>? OptionalList<T>(string name, Func<JsonElement, string, T> read)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MaxItems)
            return Wrong<IReadOnlyList<T>?>(name, $"must be a list of at most {MaxItems}", null);
        return [.. value.EnumerateArray().Select((item, i) => read(item, $"{name}[{i}]"))];
    }

    /// <summary>An absent field and a null are the same.</summary>
    private JsonElement? Find(string name)
    {
        known.Add(name);
        return root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }
}
