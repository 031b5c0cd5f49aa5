using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Local.Tests.Host;

public sealed class ResultsTests
{
    [Theory]
    [InlineData("result", 201, "{\"points\":5}", "application/json")]
    [InlineData("result-async", 202, "\"later\"", "application/json")]
    [InlineData("action", 200, "{\"points\":7}", "application/json")]
    [InlineData("action-async", 404, "", null)]
    [InlineData("written", 200, "by hand", null)]
    [InlineData("object", 200, "", null)]
    [InlineData("nothing", 200, "", null)]
    public async Task Value_IsAnswered(string path, int status, string body, string? mediaType)
    {
        await using var app = await TestApp.Start(typeof(ResultFunctions));

        var answer = await app.Client.GetAsync($"/{path}");

        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal(body, await answer.Content.ReadAsStringAsync());
        Assert.Equal(mediaType, answer.Content.Headers.ContentType?.MediaType);
    }
}

public sealed class ResultFunctions
{
    [Function("Result")]
    public IResult Result([HttpTrigger(AuthorizationLevel.Anonymous, Route = "result")] HttpRequest request) =>
        Results.Created("/here", new { Points = 5 });

    [Function("ResultAsync")]
    public async Task<IResult> ResultAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "result-async")] HttpRequest request)
    {
        await Task.Yield();
        return Results.Accepted(value: "later");
    }

    [Function("Action")]
    public IActionResult Action([HttpTrigger(AuthorizationLevel.Anonymous, Route = "action")] HttpRequest request) =>
        new OkObjectResult(new { Points = 7 });

    [Function("ActionAsync")]
    public Task<IActionResult> ActionAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "action-async")] HttpRequest request) =>
        Task.FromResult<IActionResult>(new NotFoundResult());

    [Function("Written")]
    public Task Written([HttpTrigger(AuthorizationLevel.Anonymous, Route = "written")] HttpRequest request) =>
        request.HttpContext.Response.WriteAsync("by hand");

    /// <summary>Azure answers an empty 200 to a plain object as well.</summary>
    [Function("Object")]
    public object Object([HttpTrigger(AuthorizationLevel.Anonymous, Route = "object")] HttpRequest request) => new { Points = 9 };

    [Function("Nothing")]
    public void Nothing([HttpTrigger(AuthorizationLevel.Anonymous, Route = "nothing")] HttpRequest request)
    {
    }
}
