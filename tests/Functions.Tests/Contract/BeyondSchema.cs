using System.Text.Json;
using System.Text.RegularExpressions;

namespace Functions.Tests.Contract;

/// <summary>What the app rightly calls wrong and a schema cannot: the only places where the two may disagree.</summary>
internal static partial class BeyondSchema
{
    private static readonly (string Why, Func<string, string, JsonElement?, bool> Is)[] Gaps =
    [
        ("The program's data says which names there are.",
            (field, message, _) => message.StartsWith("must be one of ", StringComparison.Ordinal) && NameInProgram().IsMatch(field)),
        ("Two cards of one account are one card.",
            (field, message, _) => field == "toCard" && message.StartsWith("must be another ", StringComparison.Ordinal)),
        ("A number and a scan may name the same card.",
            (field, message, _) => field is "from" or "cards" && message == "must name each card once"),
        ("A continuation names accounts, which must be those of the card.",
            (field, message, _) => (field, message) == ("continuation", "must be what the page before answered, unchanged")),
        ("A day that has not come yet depends on the clock.",
            (field, message, _) => message == "must not be in the future" && field is "joinedOn" or "holder.birthDate" or "birthDate"),
        ("Only a first registration needs it, and only one key is asked for.",
            (field, message, _) => (field, message) is ("name", "is required at the first registration") or ("email", "send exactly one of email, phone, cardNumber")),
        ("A registration code names the holder.",
            (field, message, _) => field is "holder" or "familyOf" && message.StartsWith("must be left out with registrationCode", StringComparison.Ordinal)),
        ("A comparison of fields, or of their sum.",
            (field, message, _) => message.StartsWith("must not be more than ", StringComparison.Ordinal) && PartOfAmount().IsMatch(field)),
        ("For a schema 1.0 and 1e3 are integers; a till must write 1 and 1000.",
            (_, message, value) => message.StartsWith("must be a whole number ", StringComparison.Ordinal)
                && value is { ValueKind: JsonValueKind.Number } number && number.GetRawText().AsSpan().ContainsAny(".eE")),
        ("A schema counts characters, the app UTF-16 units: they differ for rare characters.",
            (_, message, value) => message.StartsWith("must have 1 to ", StringComparison.Ordinal)
                && value is { ValueKind: JsonValueKind.String } text && text.GetString()!.Any(char.IsSurrogate)),
    ];

    /// <param name="field">As the app names it, e.g. <c>items[0].amountYen</c>.</param>
    /// <param name="body">The request that was refused.</param>
    public static bool Explains(string field, string message, JsonElement? body) =>
        Array.Exists(Gaps, gap => gap.Is(field, message, body is { } root ? At(root, field) : null));

    private static JsonElement? At(JsonElement root, string field)
    {
        var value = root;
        foreach (var step in Steps().Matches(field).Select(match => match.Value))
        {
            if (step.StartsWith('['))
            {
                var i = int.Parse(step.AsSpan(1, step.Length - 2), System.Globalization.CultureInfo.InvariantCulture);
                if (value.ValueKind != JsonValueKind.Array || i >= value.GetArrayLength())
                    return null;
                value = value[i];
            }
            else if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(step, out value))
            {
                return null;
            }
        }

        return value;
    }

    [GeneratedRegex(@"(^|\.)(facility|department|medium|memberClass|holderKind|cardType|rewardId|campaigns\[[0-9]+\])\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NameInProgram();

    [GeneratedRegex(@"(^|\.)(taxYen|coveredYen|items)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PartOfAmount();

    [GeneratedRegex(@"\[[0-9]+\]|[^.\[\]]+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Steps();
}
