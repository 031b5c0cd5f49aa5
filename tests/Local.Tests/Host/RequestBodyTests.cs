using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Local.Tests.Host;

public sealed class RequestBodyTests
{
    [Fact]
    public async Task ABodyWithALength_IsReadBeforeTheFunctionRuns()
    {
        await using var app = await TestApp.Start(typeof(ReadingFunctions));
        using var http = await RawHttp.Connect(app.Client.BaseAddress!);

        await http.Send("POST /read HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 10\r\n\r\nhello");
        // Meanwhile others are served.
        Assert.Equal("read 3", await Post(app, "abc"));
        app.Calls.Add("the rest comes");
        await http.Send("world");
        var answer = await http.ReadToEnd();

        Assert.EndsWith("read 10", answer, StringComparison.Ordinal);
        Assert.Equal(["begun", "the rest comes", "begun"], app.Calls.All);
    }

    [Fact]
    public async Task ABodyWithoutALength_IsReadByTheFunction()
    {
        await using var app = await TestApp.Start(typeof(ReadingFunctions));
        using var http = await RawHttp.Connect(app.Client.BaseAddress!);

        await http.Send("POST /read HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
        Assert.Equal("begun", await app.Calls.Next());
        await http.Send("5\r\nworld\r\n0\r\n\r\n");
        var answer = await http.ReadToEnd();

        Assert.Contains("read 10", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABodyShorterThanItsLength_EndsTheConnection_AndNoFunctionHearsOfIt()
    {
        var log = new LogLines();
        await using var app = await TestApp.Start(builder => builder.Logging.AddProvider(log), typeof(ReadingFunctions));
        using var http = await RawHttp.Connect(app.Client.BaseAddress!);

        await http.Send("POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhello");
        http.EndSending();
        await http.IsCut();
        await app.Client.GetAsync("/elsewhere");

        Assert.Empty(app.Calls.All);
        Assert.Empty(log.Lines);
    }

    /// <summary>The worker waits five seconds for an invocation of that id.</summary>
    [Fact]
    [Trait("Speed", "Long")]
    public async Task AnInvocationIdOfTheClientsOwn_Is500()
    {
        await using var app = await TestApp.Start(typeof(ReadingFunctions));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/read") { Content = new StringContent("abc") };
        request.Headers.Add("x-ms-invocation-id", "mine");

        var answer = await app.Client.SendAsync(request).InTime();

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
        Assert.Empty(app.Calls.All);
        Assert.Equal("read 3", await Post(app, "abc"));
    }

    private static async Task<string> Post(TestApp app, string body) =>
        await (await app.Client.PostAsync("/read", new StringContent(body))).EnsureSuccessStatusCode().Content.ReadAsStringAsync();
}

public sealed class ReadingFunctions(Calls calls)
{
    [Function("Read")]
    public async Task<IResult> Read([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "read")] HttpRequest request)
    {
        calls.Add("begun");
        using var reader = new StreamReader(request.Body);
        return Results.Text($"read {(await reader.ReadToEndAsync()).Length}");
    }
}
