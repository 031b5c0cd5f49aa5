using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Local.Tests.Host;

public sealed class AdminCallsTests
{
    [Fact]
    public async Task ACall_RunsTheFunction_AndAnswersWhenItIsDone()
    {
        await using var app = await TestApp.Start(typeof(YearlyFunctions));

        var answer = await Post(app, "yearly");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(["begun", "done"], app.Calls.All);
    }

    [Fact]
    public async Task CallsAtTheSameTime_RunOneAfterTheOther()
    {
        await using var app = await TestApp.Start(typeof(YearlyFunctions));

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Post(app, "Yearly")));

        Assert.Equal(["begun", "done", "begun", "done", "begun", "done"], app.Calls.All);
    }

    [Fact]
    public async Task AFunctionThatFails_Is500WithTheProblem_AndIsNotTriedAgain()
    {
        await using var app = await TestApp.Start(typeof(YearlyFunctions));

        var answer = await Post(app, "Broken");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("Broken failed", problem.GetProperty("title").GetString());
        Assert.Contains("it broke", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(["broken"], app.Calls.All);
    }

    [Theory]
    [InlineData("Unknown", "{\"input\": \"\"}", HttpStatusCode.NotFound)]
    [InlineData("Root", "{\"input\": \"\"}", HttpStatusCode.NotFound)]
    [InlineData("Yearly", "{}", HttpStatusCode.BadRequest)]
    [InlineData("Yearly", "", HttpStatusCode.BadRequest)]
    public async Task ACallWithoutATimerOrABody_IsRefused(string name, string body, HttpStatusCode status)
    {
        await using var app = await TestApp.Start(typeof(YearlyFunctions), typeof(RoutedFunctions));

        var answer = await Post(app, name, body: body);

        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(app.Calls.All);
    }

    [Theory]
    [InlineData("functions/Yearly", null)]
    [InlineData("functions/Yearly", "wrong")]
    [InlineData("host/status", null)]
    [InlineData("", null)]
    public async Task WithoutTheKey_EveryAdminCallIs401(string path, string? key)
    {
        await using var app = await TestApp.Start(typeof(YearlyFunctions));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/admin/{path}") { Content = new StringContent("{\"input\": \"\"}") };
        if (key is not null)
            request.Headers.Add("x-functions-key", key);

        var answer = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(app.Calls.All);
    }

    [Fact]
    public async Task TheKey_IsASetting()
    {
        await using var app = await TestApp.Start(builder => builder.Configuration["Local:MasterKey"] = "mine", typeof(YearlyFunctions));

        Assert.Equal(HttpStatusCode.Accepted, (await Post(app, "Yearly", key: "mine")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Post(app, "Yearly", key: "local")).StatusCode);
    }

    [Fact]
    public async Task ACall_TellsTheFunctionWhatIsKeptOfIt()
    {
        await using var app = await TestApp.Start([TestApp.NoDatabase, "--Local:Timers=false"], _ => { }, typeof(EveryDay));
        Directory.CreateDirectory(Path.Combine(app.Folder, "timers"));
        await File.WriteAllTextAsync(
            Path.Combine(app.Folder, "timers", "EveryDay.json"),
            """{"Last":"2020-01-01T15:05:00Z","Next":"2020-01-02T15:05:00Z","LastUpdated":"2020-01-01T15:05:00Z"}""");

        await Post(app, "EveryDay");

        Assert.Equal(["on time, last 2020-01-01T15:05:00Z, next 2020-01-02T15:05:00Z"], app.Calls.All);
    }

    [Fact]
    public async Task WithLocalTimersFalse_NothingFires_AndACallRunsAllTheSame()
    {
        await using var app = await TestApp.Start([TestApp.NoDatabase, "--Local:Timers=false"], _ => { }, typeof(AtStartup));

        await Post(app, "AtStartup");
        await app.Stop();

        Assert.Equal(["on time, no status"], app.Calls.All);
    }

    internal static async Task<HttpResponseMessage> Post(
        TestApp app, string function, string key = "local", string body = "{\"input\": \"\"}")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/admin/functions/{function}") { Content = new StringContent(body) };
        request.Headers.Add("x-functions-key", key);
        return await app.Client.SendAsync(request).InTime();
    }
}

public sealed class YearlyFunctions(Calls calls)
{
    [Function("Yearly")]
    public async Task Run([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        calls.Add("begun");
        await Task.Yield();
        calls.Add("done");
    }

    [Function("Broken")]
    [FixedDelayRetry(-1, "00:00:01")]
    public void Broken([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer)
    {
        calls.Add("broken");
        throw new InvalidOperationException("it broke");
    }
}
