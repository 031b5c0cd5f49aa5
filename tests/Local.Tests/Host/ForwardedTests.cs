using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Local.Tests.Host;

public sealed class ForwardedTests
{
    [Fact]
    public async Task ForwardedHeaders_AreTheHostsOwn_WhateverTheClientSent()
    {
        await using var app = await TestApp.Start(typeof(ForwardedFunctions));

        var plain = await app.Client.GetStringAsync("/forwarded");
        using var request = Forged("/forwarded");
        var forged = await (await app.Client.SendAsync(request)).Content.ReadAsStringAsync();

        Assert.Equal($"127.0.0.1 http 127.0.0.1:{app.Client.BaseAddress!.Port}", plain);
        Assert.Equal(plain, forged);
    }

    [Fact]
    public async Task OriginalHeaders_AreInTheTriggerMetadata()
    {
        await using var app = await TestApp.Start(typeof(ForwardedFunctions));
        using var request = Forged("/original");

        var headers = JsonDocument.Parse(await (await app.Client.SendAsync(request)).Content.ReadAsStringAsync()).RootElement;

        Assert.Equal(
            ("203.0.113.7, 198.51.100.1", "https", "example.jp"),
            (Header(headers, "X-Forwarded-For"), Header(headers, "X-Forwarded-Proto"), Header(headers, "X-Forwarded-Host")));
    }

    [Fact]
    public async Task RemoteAddress_IsThePeer()
    {
        await using var app = await TestApp.Start(typeof(ForwardedFunctions));
        using var request = Forged("/peer");

        Assert.Equal("127.0.0.1", await (await app.Client.SendAsync(request)).Content.ReadAsStringAsync());
    }

    private static HttpRequestMessage Forged(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Forwarded-For", "203.0.113.7, 198.51.100.1");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "example.jp");
        return request;
    }

    private static string? Header(JsonElement headers, string name) => headers.GetProperty(name).GetString();
}

public sealed class ForwardedFunctions
{
    [Function("Forwarded")]
    public IResult Forwarded([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "forwarded")] HttpRequest request) =>
        Results.Text($"{request.Headers["X-Forwarded-For"]} {request.Headers["X-Forwarded-Proto"]} {request.Headers["X-Forwarded-Host"]}");

    [Function("Original")]
    public IResult Original([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "original")] HttpRequest request, FunctionContext context) =>
        Results.Text((string)context.BindingContext.BindingData["Headers"]!);

    [Function("Peer")]
    public IResult Peer([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "peer")] HttpRequest request) =>
        Results.Text($"{request.HttpContext.Connection.RemoteIpAddress}");
}
