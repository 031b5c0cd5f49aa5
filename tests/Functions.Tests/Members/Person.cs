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

    /// <summary>What a person without a card sends from the web.</summary>
    public static Task<Reply> RegisterOnline(this Backend app, string email, string? operationId = null, string name = "共済 太郎", string program = "kkr") => app.Send(
        HttpMethod.Post, $"api/programs/{program}/members",
        new StringContent(Form(email, name).ToJsonString(), System.Text.Encoding.UTF8, "application/json"), operationId ?? Backend.NewId(), key: null);

    /// <summary>A member with My Page open and no card: the member's id.</summary>
    public static async Task<string> Cardless(this Backend app, string email)
    {
        Assert.Equal(202, (await app.RegisterOnline(email)).Status);
        Assert.Equal(200, (await app.Confirm(await app.Code(email))).Status);
        return (string)Assert.Single((await app.Search(new { email })).Json.AsArray())!["memberId"]!;
    }

    public static Task<Reply> RegistrationCode(this Backend app, string memberId, string? operationId = null, string key = Front) =>
        app.Post($"api/members/{memberId}/registration-codes", "{}", operationId ?? Backend.NewId(), key);

    public static Task<Reply> IssueBy(this Backend app, string registrationCode, string? operationId = null, string medium = "qr", string program = "kkr") =>
        app.Post($"api/programs/{program}/cards", new { medium, registrationCode }, operationId ?? Backend.NewId(), $"{program}-front.local");

    public static Task<Reply> Search(this Backend app, object key) => app.Post("api/members/search", key, key: Front);

    [GeneratedRegex(@"/mypage/confirm\?code=(?<code>[A-Za-z0-9_-]{22})\b", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex CodeForm();
}
