using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Local.Mail;
using Local.Tests.Host;

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

    [Fact]
    public async Task AMessageIdOfTheAppsOwn_IsKept()
    {
        await using var app = await Start();

        using var sent = await MailClient(app).PostAsJsonAsync(
            "http://mail/outbox/", new { id = "1", from = "a@b.jp", to = "a@b.jp", subject = "s", text = "t", headers = new Dictionary<string, string> { ["Message-ID"] = "<1@b.jp>" } });
        await Send(app, "2", "a@b.jp", "s", "t");
        var ids = (await app.Client.GetFromJsonAsync<JsonArray>(Route))!.Select(mail => (string)mail!["headers"]!["Message-ID"]!).ToList();

        Assert.Equal("<1@b.jp>", ids[0]);
        Assert.EndsWith("@outbox.local>", ids[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFailureOnDemand_AnswersWhatItSays_AndSendsOnlyWhereItSays()
    {
        await using var app = await Start();
        app.Get<MailFaults>().OnSend = mail => mail.Number switch
        {
            1 => MailFault.Throttled(TimeSpan.FromSeconds(30)),
            2 => MailFault.Refused(),
            3 => MailFault.NoAnswer(),
            4 => MailFault.NoAnswerAfterSending(),
            _ => null,
        };

        var throttled = await Assert.ThrowsAsync<HttpRequestException>(() => Send(app, "1", "1@b.jp", "s", "t"));
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => Send(app, "2", "2@b.jp", "s", "t"));
        await Assert.ThrowsAsync<HttpRequestException>(() => Send(app, "3", "3@b.jp", "s", "t"));
        await Assert.ThrowsAsync<HttpRequestException>(() => Send(app, "4", "4@b.jp", "s", "t"));
        await Send(app, "5", "5@b.jp", "s", "t");

        Assert.Equal((429, 400), ((int)throttled.StatusCode!, (int)refused.StatusCode!));
        Assert.Equal(["4@b.jp", "5@b.jp"], (await app.Client.GetFromJsonAsync<JsonArray>(Route))!.Select(mail => (string?)mail!["to"]));
    }

    private static Task<TestApp> Start() => TestApp.Start();

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
