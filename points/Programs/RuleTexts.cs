using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Points.Programs;

/// <summary>Rules of a program in Japanese words, for people who read terms.</summary>
internal sealed class RuleTexts(Program program)
{
    public static string NameOf(StatedRule rule) =>
        rule.Kind != rule.Path && (string?)rule.Value["name"] is { } name ? $"{RuleNames.NameOf(rule.Kind)}「{name}」" : RuleNames.NameOf(rule.Kind);

    /// <summary>The value in its parts: the elements of a list, the properties of an item, or the one value.</summary>
    public IReadOnlyList<string> Of(StatedRule? rule) => rule switch
    {
        null => [],
        { Value: JsonArray { Count: 0 } } => ["なし"],
        { Value: JsonArray list } => [.. list.Select(item => One(rule.Kind, item!))],
        { Value: JsonObject item } => Properties(rule.Kind, item) is [_, ..] parts ? parts : ["あり"],
        _ => [One(rule.Kind, rule.Value)],
    };

    private string One(string path, JsonNode value) => value is JsonObject item ? string.Concat(Properties(path, item)) : Formed(path, value);

    private IReadOnlyList<string> Properties(string path, JsonObject item) =>
    [
        .. item
            .Select(property => (Path: $"{path}.{property.Key}", Value: property.Value is JsonObject rule ? rule["is"] : property.Value))
            .Where(property => property.Value is not null and not JsonArray { Count: 0 })
            .OrderBy(property => RuleNames.OrderOf(property.Path))
            .Select(property => Formed(property.Path, property.Value!))
            .Where(text => text.Length > 0),
    ];

    /// <summary>The words of a value in the form of its rule, e.g. <c>{0}円ごと</c>; of a truth the one or the other form.</summary>
    private string Formed(string path, JsonNode value)
    {
        var form = RuleNames.FormOf(path);
        if (value.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
            return form.Replace("{0}", Words(path, value), StringComparison.Ordinal);
        var forms = (form.Contains('|', StringComparison.Ordinal) ? form : "あり|なし").Split('|');
        return value.GetValue<bool>() ? forms[0] : forms[^1];
    }

    private string Words(string path, JsonNode value) => value switch
    {
        JsonArray list => string.Join('・', list.Select(item => Words(path, item!))),
        JsonValue when value.GetValueKind() == JsonValueKind.Number && value.AsValue().TryGetValue<long>(out var number) => number.ToString("N0", CultureInfo.InvariantCulture),
        JsonValue when value.GetValueKind() == JsonValueKind.String => Word(path, (string)value!),
        _ => value.ToJsonString(),
    };

    private string Word(string path, string word) => path[(path.LastIndexOf('.') + 1)..] switch
    {
        "department" or "departments" or "exceptDepartments" => program.Departments.GetValueOrDefault(word, word),
        "facility" or "exceptAt" or "onlyAt" => program.Facilities.GetValueOrDefault(word, word),
        _ when DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => Calendar.InJapanese(date),
        _ => RuleNames.WordFor(path, word) ?? word,
    };
}
