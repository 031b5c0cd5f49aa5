using System.Globalization;
using System.Text.Json.Nodes;
using Functions.Web;

namespace Functions.FrontDesk;

public enum DeskInput { Text, Amount, Date, Tick, Choice }

/// <summary>One field of a form at the desk. What is typed into it is sent on as a till would send it.</summary>
/// <param name="Name">As the call has it; <c>holder.name</c> is a field of an object.</param>
public sealed record DeskField(string Name, string Label, DeskInput Input = DeskInput.Text)
{
    public string? Hint { get; init; }
    public int MaxLength { get; init; } = 64;
    public IReadOnlyList<(string Value, string Label)> Choices { get; init; } = [];

    /// <summary>What it says before anything is typed.</summary>
    public string? First { get; init; }
}

/// <summary>Shows fields, reads them, and says them again on the page that asks for a confirmation.</summary>
public static class DeskFields
{
    /// <param name="typed">What was sent before; null for a fresh form.</param>
    /// <param name="mistakes">As the call answers them, by name.</param>
    public static Html Inputs(IReadOnlyList<DeskField> fields, FormFields? typed, IReadOnlyDictionary<string, string[]> mistakes)
    {
        var first = fields.FirstOrDefault(field => mistakes.ContainsKey(field.Name)) ?? fields.FirstOrDefault(field => field.Input is DeskInput.Text or DeskInput.Amount);
        return Html.Join(fields.Select(field => Input(field, typed is null ? field.First : typed[field.Name], mistakes.ContainsKey(field.Name) ? Mistake(field) : null, field == first)));
    }

    public static Html Hidden(IReadOnlyList<DeskField> fields, FormFields typed) =>
        Html.Join(fields.Where(field => typed[field.Name].Length > 0).Select(field => Form.Hidden(field.Name, typed[field.Name])));

    public static IEnumerable<(string, Html?)> Facts(IReadOnlyList<DeskField> fields, FormFields typed) =>
        fields.Where(field => typed[field.Name].Length > 0).Select(field => (field.Label, (Html?)Html.Of($"{Shown(field, typed)}")));

    public static JsonObject Said(IReadOnlyList<DeskField> fields, FormFields typed)
    {
        JsonObject said = [];
        foreach (var field in fields)
        {
            if (Value(field, typed) is not { } value)
                continue;
            if (field.Name.Split('.') is [var outer, var inner])
            {
                said.TryAdd(outer, new JsonObject());
                said[outer]![inner] = value;
            }
            else
            {
                said[field.Name] = value;
            }
        }

        return said;
    }

    private static JsonNode? Value(DeskField field, FormFields typed) => field.Input switch
    {
        DeskInput.Tick => typed[field.Name].Length > 0 ? JsonValue.Create(value: true) : null,
        DeskInput.Amount when Amount(typed.Plain(field.Name)) is { } amount => JsonValue.Create(amount),
        DeskInput.Text when field.Name.EndsWith("phone", StringComparison.Ordinal) || field.Name.EndsWith("postalCode", StringComparison.Ordinal) => typed.Number(field.Name),
        DeskInput.Text when field.Name is not ("name" or "kana" or "address" or "reason" or "holder.name" or "holder.kana" or "holder.address") => typed.Plain(field.Name),
        _ => typed.Text(field.Name),
    };

    /// <summary>As clerks type it: with commas, or in full-width digits. What is no number goes on as text and is refused by name.</summary>
    private static long? Amount(string? text) =>
        long.TryParse(text?.Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    private static string Shown(DeskField field, FormFields typed) => field.Input switch
    {
        DeskInput.Tick => "はい",
        DeskInput.Amount when Amount(typed.Plain(field.Name)) is { } amount => $"{amount:N0}",
        DeskInput.Choice => field.Choices.FirstOrDefault(choice => choice.Value == typed[field.Name]).Label ?? typed[field.Name],
        _ => typed[field.Name],
    };

    private static string Mistake(DeskField field) => field.Input switch
    {
        DeskInput.Amount => $"{field.Label}を、正しい数字で入力してください。",
        DeskInput.Choice => $"{field.Label}を選んでください。",
        DeskInput.Date => $"{field.Label}を、日付で入力してください。",
        _ => $"{field.Label}を確かめて入力してください。",
    };

    private static Html Input(DeskField field, string? value, string? mistake, bool focus) => field.Input switch
    {
        DeskInput.Choice => Form.Choices(field.Name, field.Label, field.Choices.Select(choice => (choice.Value, Html.Of($"{choice.Label}"))), value ?? OnlyChoice(field), mistake),
        DeskInput.Tick => Form.Tick(field.Name, field.Label, ticked: value is { Length: > 0 }, mistake: mistake),
        DeskInput.Amount => Form.Input(field.Name, field.Label, value, hint: field.Hint, mistake: mistake, autocomplete: "off", maxLength: 13, inputMode: "numeric", focus: focus),
        DeskInput.Date => Form.Input(field.Name, field.Label, value, "date", field.Hint, mistake, autocomplete: "off", focus: focus),
        _ => Form.Input(field.Name, field.Label, value, hint: field.Hint, mistake: mistake, autocomplete: "off", maxLength: field.MaxLength, focus: focus),
    };

    private static string? OnlyChoice(DeskField field) => field.Choices.Count == 1 ? field.Choices[0].Value : null;
}
