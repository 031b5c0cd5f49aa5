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
    [InlineData("GET", "/overlap/literal", "any literal")]
    [InlineData("POST", "/overlap/literal", "literal")]
    [InlineData("GET", "/overlap/other", "any other")]
    [InlineData("GET", "/folded/x", "first x")]
    public async Task OfOverlappingRoutes_TheFirstByFunctionNameWins_AndALiteralIsNotPreferred(string method, string path, string body)
    {
        await using var app = await TestApp.Start(typeof(OverlappingFunctions));

        var answer = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal((HttpStatusCode.OK, $"\"{body}\""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("GET", "/elsewhere")]
    [InlineData("GET", "/api/cards/4711/entries/twelve")]
    [InlineData("POST", "/api/cards/4711")]
    [InlineData("HEAD", "/api/cards/4711")]
    [InlineData("OPTIONS", "/api/cards/4711")]
    public async Task UnknownPathOrMethod_Is404_Empty_OfKestrel(string method, string path)
    {
        await using var app = await TestApp.Start(typeof(RoutedFunctions));

        var answer = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
        Assert.Equal("Kestrel", answer.Headers.Server.ToString());
    }

    [Fact]
    public async Task AnAnswer_IsOfKestrel_WithHttp11()
    {
        await using var app = await TestApp.Start(typeof(RoutedFunctions));

        var answer = await app.Client.GetAsync("/");

        Assert.Equal("Kestrel", answer.Headers.Server.ToString());
        Assert.Equal(HttpVersion.Version11, answer.Version);
    }

    [Theory]
    [InlineData(typeof(SlashRoute), "Function 'Slash': the route '/' begins with a slash, which breaks every route in Azure.")]
    [InlineData(typeof(AdminRoute), "Function 'Admin': routes beginning with 'admin' belong to the host.")]
    [InlineData(
        typeof(KeyFunction), "Function 'Keyed': this host keeps no function keys. Use AuthorizationLevel.Anonymous and check the caller in the app.")]
    [InlineData(
        typeof(DefaultLevelFunction),
        "Function 'DefaultLevel': this host keeps no function keys. Use AuthorizationLevel.Anonymous and check the caller in the app.")]
    public async Task WhatCannotRun_DoesNotStart(Type functions, string why) =>
        Assert.Equal(why, (await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.Start(functions))).Message);
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

public sealed class KeyFunction
{
    [Function("Keyed")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Function, Route = "keyed")] HttpRequest request) => Results.Ok();
}

public sealed class DefaultLevelFunction
{
    [Function("DefaultLevel")]
    public IResult Run([HttpTrigger(Route = "level")] HttpRequest request) => Results.Ok();
}

/// <summary>Named so that order decides: A before b, whatever the case, and the literal route last.</summary>
public sealed class OverlappingFunctions
{
    [Function("OverlapZ")]
    public IResult Literal([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "overlap/literal")] HttpRequest request) => Results.Ok("literal");

    [Function("OverlapA")]
    public IResult Any([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "overlap/{any}")] HttpRequest request, string any) => Results.Ok($"any {any}");

    [Function("Foldedb")]
    public IResult Second([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "folded/{b:alpha}")] HttpRequest request, string b) => Results.Ok($"second {b}");

    [Function("foldedA")]
    public IResult First([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "folded/{a}")] HttpRequest request, string a) => Results.Ok($"first {a}");
}
