using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Local.Tests.Host;

public sealed class RoutesTests
{
    [Theory]
    [InlineData("GET", "/", "root")]
    [InlineData("GET", "/api/cards/4711", "card 4711")]
    [InlineData("DELETE", "/api/cards/4711", "removed 4711")]
    [InlineData("GET", "/api/cards/mine", "mine")]
    [InlineData("GET", "/api/cards/4711/entries/12", "entry 12 of 4711")]
    [InlineData("GET", "/files/a/b/c", "file a/b/c")]
    [InlineData("PATCH", "/Named", "named by the function")]
    public async Task Request_ReachesItsFunction(string method, string path, string body)
    {
        await using var app = await TestApp.Start(typeof(RoutedFunctions));

        var answer = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal($"\"{body}\"", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET", "/elsewhere")]
    [InlineData("GET", "/api/cards/4711/entries/twelve")]
    [InlineData("POST", "/api/cards/4711")]
    [InlineData("HEAD", "/api/cards/4711")]
    public async Task UnknownPathOrMethod_Is404WithoutABody(string method, string path)
    {
        await using var app = await TestApp.Start(typeof(RoutedFunctions));

        var answer = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Answer_DoesNotNameTheServer()
    {
        await using var app = await TestApp.Start(typeof(RoutedFunctions));

        var answer = await app.Client.GetAsync("/");

        Assert.False(answer.Headers.Contains("Server"));
        Assert.Equal(HttpVersion.Version11, answer.Version);
    }

    [Theory]
    [InlineData(typeof(SlashRoute), "begins with a slash")]
    [InlineData(typeof(AdminRoute), "belong to the host")]
    [InlineData(typeof(TwoTriggers), "2 triggers")]
    [InlineData(typeof(NoTrigger), "0 triggers")]
    [InlineData(typeof(RetriedHttp), "retry attribute")]
    [InlineData(typeof(SameNames), "Two functions are named 'Twice'")]
    public async Task WhatAzureRefuses_DoesNotStart(Type functions, string why)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.Start(functions));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }
}

public sealed class RoutedFunctions
{
    [Function("Root")]
    public IResult Root([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{root:maxlength(0)?}")] HttpRequest request) => Results.Ok("root");

    [Function("Card")]
    public IResult Card([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cards/{number}")] HttpRequest request, string number) =>
        Results.Ok($"card {number}");

    [Function("RemoveCard")]
    public IResult Remove([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/cards/{number}")] HttpRequest request, string number) =>
        Results.Ok($"removed {number}");

    [Function("MyCard")]
    public static IResult Mine([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cards/mine")] HttpRequest request) => Results.Ok("mine");

    [Function("Entry")]
    public IResult Entry(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cards/{number}/entries/{entry:int}")] HttpRequest request, string number, int entry) =>
        Results.Ok($"entry {entry} of {number}");

    [Function("File")]
    public IResult File([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{*path}")] HttpRequest request, string path) =>
        Results.Ok($"file {path}");

    [Function("Named")]
    public IResult Named([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Ok("named by the function");
}

public sealed class SlashRoute
{
    [Function("Slash")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "/")] HttpRequest request) => Results.Ok();
}

public sealed class AdminRoute
{
    [Function("Admin")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "admin/things")] HttpRequest request) => Results.Ok();
}

public sealed class TwoTriggers
{
    [Function("Two")]
    public void Run([HttpTrigger] HttpRequest request, [TimerTrigger("0 0 0 * * *")] TimerInfo timer)
    {
    }
}

public sealed class NoTrigger
{
    [Function("None")]
    public void Run(FunctionContext context)
    {
    }
}

public sealed class RetriedHttp
{
    [Function("RetriedHttp")]
    [FixedDelayRetry(1, "00:00:01")]
    public IResult Run([HttpTrigger] HttpRequest request) => Results.Ok();
}

public sealed class SameNames
{
    [Function("Twice")]
    public void One([TimerTrigger("0 0 0 * * *")] TimerInfo timer)
    {
    }

    [Function("twice")]
    public void Two([TimerTrigger("0 0 0 * * *")] TimerInfo timer)
    {
    }
}
