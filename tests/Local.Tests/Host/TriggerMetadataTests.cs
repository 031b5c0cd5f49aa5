using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Local.Tests.Host;

/// <summary>What the host tells the worker of a request by name.</summary>
public sealed class TriggerMetadataTests
{
    [Theory]
    [InlineData("/names/r", "{}", "number=r")]
    [InlineData("/names/r", """{"number":"b"}""", "number=r")]
    [InlineData("/names/r?number=q", """{"number":"b"}""", "number=r")]
    [InlineData("/names/r?colour=q", """{"colour":"b","size":7,"sold":true}""", "colour=q number=r size=7 sold=True")]
    [InlineData("/names/r?colour=a&colour=b", "", "colour=b number=r")]
    [InlineData("/names/r", """{"one":{"a":1},"none":null}""", """number=r one={"a":1}""")]
    [InlineData("/names/r", """ {"colour":"b"} """, "colour=b number=r")]
    public async Task Names_OfTheBody_AreOverruledByTheQuery_AndThatByTheRoute(string path, string body, string names) =>
        Assert.Equal(names, await Post(path, body));

    [Fact]
    public async Task Arrays_AreSkipped() => Assert.Equal("number=r", await Post("/names/r", """{"lines":[1,2]}"""));

    [Theory]
    [InlineData("[1,2]")]
    [InlineData("colour=b")]
    [InlineData("{\"colour\":")]
    [InlineData("{colour}")]
    public async Task ABodyThatIsNoObject_NamesNothing(string body) => Assert.Equal("number=r", await Post("/names/r", body));

    [Fact]
    public async Task ABodyWithoutALength_NamesNothing()
    {
        await using var app = await TestApp.Start(typeof(NamingFunctions));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/names/r") { Content = new StringContent("""{"colour":"b"}""") };
        request.Headers.TransferEncodingChunked = true;

        Assert.Equal("number=r", await (await app.Client.SendAsync(request)).Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/names/r?code=k")]
    [InlineData("/names/r?CODE=k")]
    public async Task Code_IsNotHandedOver(string path) => Assert.Equal("number=r", await Post(path, ""));

    [Theory]
    [InlineData("/number/r?NUMBER=q", """{"Number":"b"}""", "r")]
    [InlineData("/number/r?Number=q", """{"number":"b"}""", "r")]
    [InlineData("/number?number=q", """{"number":"b"}""", "none")]
    [InlineData("/number?NUMBER=q", """{"Number":"b"}""", "none")]
    public async Task RouteParameter_IsNeverReplaced_AbsentOrNot_WhateverTheCase(string path, string body, string number) =>
        Assert.Equal(number, await Post(path, body));

    [Theory]
    [InlineData("/colour?colour=red", "", "red")]
    [InlineData("/colour?COLOUR=red", "", "red")]
    [InlineData("/colour", """{"Colour":"red"}""", "red")]
    [InlineData("/colour", "", "none")]
    public async Task AParameterOfSuchAName_IsBound_WhateverTheCase(string path, string body, string colour) =>
        Assert.Equal(colour, await Post(path, body));

    [Theory]
    [InlineData("/cancellable", "", HttpStatusCode.OK)]
    [InlineData("/cancellable?cancellation=1", "", HttpStatusCode.InternalServerError)]
    [InlineData("/cancellable?Cancellation=1", "", HttpStatusCode.InternalServerError)]
    [InlineData("/cancellable", """{"cancellation":"x"}""", HttpStatusCode.InternalServerError)]
    public async Task ACancellationTokenOfSuchAName_BreaksTheCall(string path, string body, HttpStatusCode status)
    {
        await using var app = await TestApp.Start(typeof(NamingFunctions));

        Assert.Equal(status, (await app.Client.PostAsync(path, new StringContent(body))).StatusCode);
    }

    [Fact]
    public async Task Query_AndHeaders_AreThereAsAWhole()
    {
        await using var app = await TestApp.Start(typeof(NamingFunctions));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/whole?colour=red&code=k");
        request.Headers.Add("X-Shade", "dark");

        var whole = await (await app.Client.SendAsync(request)).Content.ReadAsStringAsync();

        Assert.StartsWith("""{"colour":"red","code":"k"} {""", whole, StringComparison.Ordinal);
        Assert.Contains("\"X-Shade\":\"dark\"", whole, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AQueryParameterNamedHeaders_TakesTheirPlace()
    {
        await using var app = await TestApp.Start(typeof(NamingFunctions));

        Assert.Equal("""{"headers":"mine"} mine""", await app.Client.GetStringAsync("/whole?headers=mine"));
    }

    private static async Task<string> Post(string path, string body)
    {
        await using var app = await TestApp.Start(typeof(NamingFunctions));
        var answer = await app.Client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }
}

public sealed class NamingFunctions
{
    [Function("Names")]
    public IResult Names(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "names/{number}")] HttpRequest request, FunctionContext context) =>
        Results.Text(string.Join(' ', context.BindingContext.BindingData.Where(pair => pair.Key is not ("Query" or "Headers"))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")));

    [Function("Number")]
    public IResult Number(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "number/{number?}")] HttpRequest request, string? number) =>
        Results.Text(number ?? "none");

    [Function("Colour")]
    public IResult Colour([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "colour")] HttpRequest request, string? colour) =>
        Results.Text(colour ?? "none");

    [Function("Cancellable")]
    public IResult Cancellable(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cancellable")] HttpRequest request, CancellationToken cancellation) =>
        Results.Text($"{cancellation.IsCancellationRequested}");

    [Function("Whole")]
    public IResult Whole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "whole")] HttpRequest request, FunctionContext context) =>
        Results.Text($"{context.BindingContext.BindingData["Query"]} {context.BindingContext.BindingData["Headers"]}");
}
