using System.Globalization;
using System.Text.Json.Nodes;
using Functions.Web;

namespace Functions.MyPage;

/// <summary>The fields of a person in a form: as they are asked for, as they are read, and what is said of a wrong one.</summary>
public static class PersonForm
{
    /// <summary>What the form says, as a till would have said it; nothing where nothing was typed.</summary>
    public static JsonObject Read(FormFields form) => new()
    {
        ["name"] = form.Text("name"), ["kana"] = form.Text("kana"), ["birthDate"] = Date(form.Plain("birthDate")), ["phone"] = form.Number("phone"),
        ["postalCode"] = form.Number("postalCode"), ["address"] = form.Text("address"),
    };

    /// <param name="values">What the fields show.</param>
    /// <param name="wrong">Names of fields that were sent and cannot be taken.</param>
    public static Html Inputs(Visit visit, Func<string, string> label, Func<string, string?> values, IReadOnlyCollection<string> wrong)
    {
        Html Input(string field, string autocomplete, string type = "text", int maxLength = 100, string? hint = null) => Form.Input(
            field, label(field), values(field), type, hint, wrong.Contains(field) ? Mistake(visit, field) : null, autocomplete, maxLength: maxLength);
        return Html.Of($"""
            {Input("name", "name")}
            {Input("kana", "off", hint: visit["例 キョウサイ ハナコ", "e.g. キョウサイ ハナコ"])}
            {Input("birthDate", "bday", hint: visit["例 1960-04-01、1960年4月1日", "e.g. 1960-04-01"], maxLength: 20)}
            {Input("phone", "tel", "tel", hint: visit["例 090-1234-5678", "e.g. 090-1234-5678"], maxLength: 20)}
            {Input("postalCode", "postal-code", hint: visit["例 100-0001", "e.g. 100-0001"], maxLength: 10)}
            {Input("address", "street-address", maxLength: 300)}
            """);
    }

    public static string Mistake(Visit visit, string field) => field switch
    {
        "birthDate" => visit["生年月日は、過去の日付を 1960-04-01 の形でご入力ください。", "Enter the date of birth as 1960-04-01; it must be in the past."],
        "phone" => visit["電話番号は 090-1234-5678 の形でご入力ください。", "Enter the phone number as 090-1234-5678."],
        "postalCode" => visit["郵便番号は 100-0001 の形でご入力ください。", "Enter the postal code as 100-0001."],
        "email" => visit["メールアドレスの形をご確認ください（例 taro@example.jp）。", "Please check the e-mail address (e.g. taro@example.jp)."],
        _ => visit[$"{Words.Field(visit, field)}をご確認ください。", $"Please check: {Words.Field(visit, field)}."],
    };

    /// <summary>Dates as people write them; what is none is left as it is and found wrong.</summary>
    private static string? Date(string? text) =>
        DateOnly.TryParseExact(text, ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd", "yyyy年M月d日"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : text;
}
