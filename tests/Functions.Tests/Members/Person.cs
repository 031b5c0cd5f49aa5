using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Functions.Tests.Members;

/// <summary>A member's form and what tests do with it.</summary>
internal static partial class Person
{
    public const string Front = "kkr-front.local";

    /// <summary>Everything that KKR asks for, but an address of its own.</summary>
    public static JsonObject Form(string? email = null, string name = "共済 太郎") => new()
    {
        ["name"] = name,
        ["kana"] = "キョウサイ タロウ",
        ["birthDate"] = "1960-04-01",
        ["phone"] = "090-1234-5678",
        ["postalCode"] = "102-0074",
        ["address"] = "東京都千代田区九段南1-1-10",
        ["email"] = email,
    };

    public static string NewAddress() => $"a..{Guid.NewGuid():N}@docomo.ne.jp";

    public static Task<Reply> Register(this Backend app, string card, JsonNode form, string? operationId = null) =>
        app.Post($"api/cards/{card}/member", form.ToJsonString(), operationId ?? Backend.NewId(), Front);

    public static async Task<JsonNode> Member(this Backend app, string card) => (await app.Get($"api/cards/{card}/member", Front)).Json;

    public static async Task<IReadOnlyList<JsonNode>> Mails(this Backend app, string to) =>
        [.. (await app.Get("api/local/outbox", key: null)).Json.AsArray().Select(mail => mail!).Where(mail => (string?)mail["to"] == to)];

    /// <summary>The latest code that was mailed to an address.</summary>
    public static async Task<string> Code(this Backend app, string to) =>
        (await app.Mails(to)).Select(mail => CodeForm().Match((string)mail["text"]!)).Last(match => match.Success).Groups["code"].Value;

    public static Task<Reply> Confirm(this Backend app, string code) => app.Send(
        HttpMethod.Post, "api/mail-confirmations", new StringContent(new JsonObject { ["code"] = code }.ToJsonString(), System.Text.Encoding.UTF8, "application/json"), null, key: null);

    public static Task<Reply> Search(this Backend app, object key) => app.Post("api/members/search", key, key: Front);

    [GeneratedRegex(@"/mypage/confirm\?code=(?<code>[A-Za-z0-9_-]{22})\b", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex CodeForm();
}
