using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Local.Tests.Host;

public sealed class ForwardedTests
{
    [Fact]
    public async Task PeerSchemeAndHost_AreThoseTheHostSaw_WhateverTheClientForwarded()
    {
        await using var app = await TestApp.Start(typeof(ForwardedFunctions));

        var plain = await app.Client.GetStringAsync("/forwarded");
        using var request = Forged("/forwarded");
        var forged = await (await app.Client.SendAsync(request)).Content.ReadAsStringAsync();

        // The worker takes them from the X-Forwarded headers, which the host has written over.
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
        Results.Text($"{request.HttpContext.Connection.RemoteIpAddress} {request.Scheme} {request.Host}");

    [Function("Original")]
    public IResult Original(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "original")] HttpRequest request, FunctionContext context) =>
        Results.Text((string)context.BindingContext.BindingData["Headers"]!);
}
