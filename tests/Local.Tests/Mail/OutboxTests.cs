using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Local.Tests.Worker;

namespace Local.Tests.Mail;

public sealed class OutboxTests
{
    private static readonly Uri Route = new("api/local/outbox", UriKind.Relative);

    [Theory]
    [InlineData("a..b@docomo.ne.jp", "【KKRポイント】メールアドレスのご確認、とても長い件名は折り返して書かれます 𠮷野家", "一行目\n\n二行目 =?x?=\n")]
    [InlineData("taro@example.jp", "plain", "")]
    [InlineData(".abc.@ezweb.ne.jp", "=?utf-8?B?looks encoded?=", "\r\n\r\n.\r\n")]
    public async Task AMail_ComesBackAsItWasSent(string to, string subject, string text)
    {
        await using var app = await Start();

        await Send(app, "1", to, subject, text);
        var mail = Assert.Single((await app.Client.GetFromJsonAsync<JsonArray>(Route))!);

        Assert.Equal((to, subject, text), ((string?)mail!["to"], (string?)mail["subject"], (string?)mail["text"]));
        Assert.Equal("auto-generated", (string?)mail["headers"]!["Auto-Submitted"]);
        Assert.True(DateTimeOffset.TryParse((string?)mail["sentAt"], System.Globalization.CultureInfo.InvariantCulture, out _));
    }

    [Fact]
    public async Task OneId_IsOneMail_OldestFirst_AndDeleteEmptiesTheBox()
    {
        await using var app = await Start();
        foreach (var id in new[] { "1", "2", "1", "3" })
            await Send(app, id, $"{id}@example.jp", "s", "t");

        var mails = (await app.Client.GetFromJsonAsync<JsonArray>(Route))!;
        using var emptied = await app.Client.DeleteAsync(Route);

        Assert.Equal(["1@example.jp", "2@example.jp", "3@example.jp"], mails.Select(mail => (string?)mail!["to"]));
        Assert.Empty((await app.Client.GetFromJsonAsync<JsonArray>(Route))!);
    }

    [Fact]
    public async Task AForgottenOwner_HasNoMailsLeft()
    {
        await using var app = await Start();
        await Send(app, "1", "a@example.jp", "s", "t", owner: "one");
        await Send(app, "2", "b@example.jp", "s", "t", owner: "two");

        using var forgotten = await MailClient(app).DeleteAsync(new Uri("http://mail/outbox/one"));

        Assert.Equal("b@example.jp", (string?)Assert.Single((await app.Client.GetFromJsonAsync<JsonArray>(Route))!)!["to"]);
    }

    [Fact]
    public async Task AHeaderThatWouldBeginAnother_IsRefused()
    {
        await using var app = await Start();

        using var refused = await MailClient(app).PostAsJsonAsync(
            "http://mail/outbox/", new { id = "1", from = "a@b.jp", to = "a@b.jp\r\nBcc: x@y.jp", subject = "s", text = "t", headers = new Dictionary<string, string>() });

        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Empty((await app.Client.GetFromJsonAsync<JsonArray>(Route))!);
    }

    private static async Task<TestApp> Start() => await TestApp.Start(
        [$"--POINTS_DATA={Directory.CreateTempSubdirectory("outbox-").FullName}", "--Cosmos:ConnectionString=AccountEndpoint=http://127.0.0.1:1/;AccountKey=bm8="], _ => { });

    private static async Task Send(TestApp app, string id, string to, string subject, string text, string? owner = null)
    {
        using var response = await MailClient(app).PostAsJsonAsync("http://mail/outbox/", new
        {
            id, from = "no-reply@example.jp", to, subject, text, headers = new Dictionary<string, string> { ["Auto-Submitted"] = "auto-generated" }, owner,
        });
        response.EnsureSuccessStatusCode();
    }

    private static HttpClient MailClient(TestApp app) => app.Get<IHttpClientFactory>().CreateClient("mail");
}
