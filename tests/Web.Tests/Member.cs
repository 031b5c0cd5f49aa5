using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Functions.Tests;

namespace Web.Tests;

/// <summary>Somebody with cards and My Page, as the front desk made them.</summary>
internal sealed partial class Member(Backend app, string program, string email)
{
    public string Email => email;
    public List<string> Cards { get; } = [];

    public static async Task<Member> Join(Backend app, string program = "kkr", params long[] points)
    {
        var member = new Member(app, program, $"hanako-{Guid.NewGuid():N}@example.jp");
        foreach (var held in points.DefaultIfEmpty(0))
            await member.AddCard(held);
        using var confirmed = await app.Http.PostAsJsonAsync("api/mail-confirmations", new { code = await member.Link("confirm") });
        Assert.True(confirmed.IsSuccessStatusCode);
        return member;
    }

    public async Task AddCard(long points = 0, bool complete = true, string medium = "qr")
    {
        object holder = complete
            ? new { name = "共済 花子", kana = "キョウサイ ハナコ", birthDate = "1960-04-01", phone = "090-1234-5678", postalCode = "102-0074", address = "東京都千代田区九段南1-1-10", email }
            : new { name = "共済 花子", email };
        var issued = await app.Post($"api/programs/{program}/cards", new { medium, holder }, Backend.NewId(), $"{program}-front.local");
        Assert.Equal(201, issued.Status);
        Cards.Add((string)issued.Json["cardNumber"]!);
        Tokens.Add((string)issued.Json["scanPayload"]!);
        if (points > 0)
            Assert.Equal(201, (await app.Award(Cards[^1], points * 100)).Status);
    }

    /// <summary>Registers online, up to the page that says that a mail was sent.</summary>
    public async Task Register(Visitor visitor)
    {
        await FillRegistration(visitor);
        await visitor.Press("登録を申し込む");
        await visitor.Page.WaitForURLAsync("**/register/sent");
    }

    public async Task FillRegistration(Visitor visitor)
    {
        await visitor.Open($"/mypage/{program}/register");
        foreach (var (label, text) in ((string, string)[])
            [("氏名", "共済 花子"), ("氏名（カナ）", "キョウサイ ハナコ"), ("生年月日", "1960年4月1日"), ("電話番号", "０９０ー１２３４ー５６７８"), ("郵便番号", "102-0074"), ("住所", "東京都千代田区九段南1-1-10"), ("メールアドレス", email)])
            await visitor.Fill(label, text);
        await visitor.Page.GetByLabel("規約に同意します").CheckAsync();
    }

    /// <summary>The front reads a registration code and hands a card over.</summary>
    public async Task TakeCard(string code)
    {
        var issued = await TryTakeCard(code);
        Assert.Equal(201, issued.Status);
        Cards.Add((string)issued.Json["cardNumber"]!);
        Tokens.Add((string)issued.Json["scanPayload"]!);
    }

    public Task<Reply> TryTakeCard(string code) =>
        app.Post($"api/programs/{program}/cards", new { medium = "qr", registrationCode = code }, Backend.NewId(), $"{program}-front.local");

    /// <summary>What the cards show to a reader.</summary>
    public List<string> Tokens { get; } = [];

    public async Task<IReadOnlyList<string>> Mails() =>
        [.. (await app.Get("api/local/outbox", key: null)).Json.AsArray().Where(mail => (string?)mail!["to"] == email).Select(mail => (string)mail!["text"]!)];

    /// <summary>The code of the latest mail of a kind.</summary>
    public async Task<string> Link(string kind) =>
        (await Mails()).Select(mail => Code().Match(mail)).Last(match => match.Groups["kind"].Value == kind).Groups["code"].Value;

    /// <summary>By mail, as members do.</summary>
    public async Task SignIn(Visitor visitor)
    {
        await visitor.Open($"/mypage/{program}");
        await visitor.Fill("メールアドレス", email);
        await visitor.Press("リンクを送る");
        await visitor.Page.WaitForURLAsync("**/sent");
        await visitor.Open($"/mypage/{program}/login/link?code={await Link("link")}");
        await visitor.Press("ログインする");
        await visitor.Page.WaitForURLAsync($"**/mypage/{program}");
    }

    public Task<JsonNode> Balance(int card = 0) => Json($"api/cards/{Cards[card]}/balance");

    public async Task<JsonNode> Json(string path) => (await app.Get(path, $"{program}-front.local")).Json;

    [GeneratedRegex(@"/mypage/.*(?<kind>confirm|link)\?code=(?<code>[A-Za-z0-9_-]{22})\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Code();
}
