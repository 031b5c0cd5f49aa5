using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;

namespace Local.Tests.Host;

public sealed class AuthorizationLevelsTests
{
    [Theory]
    [InlineData("/open", null, HttpStatusCode.OK)]
    [InlineData("/default", null, HttpStatusCode.Unauthorized)]
    [InlineData("/default", "local", HttpStatusCode.OK)]
    [InlineData("/default", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("/default?code=local", null, HttpStatusCode.OK)]
    [InlineData("/default?code=wrong", null, HttpStatusCode.Unauthorized)]
    [InlineData("/only-admin", null, HttpStatusCode.Unauthorized)]
    [InlineData("/only-admin", "local", HttpStatusCode.OK)]
    public async Task Level_AsksForTheKey(string path, string? key, HttpStatusCode status)
    {
        await using var app = await TestApp.Start(typeof(LevelFunctions));
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
            request.Headers.Add("x-functions-key", key);

        Assert.Equal(status, (await app.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Key_IsASetting()
    {
        await using var app = await TestApp.Start(
            builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.Configuration["Local:FunctionKey"] = "mine";
            },
            typeof(LevelFunctions));

        Assert.Equal(HttpStatusCode.OK, (await app.Client.GetAsync("/default?code=mine")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Client.GetAsync("/default?code=local")).StatusCode);
    }

    [Fact]
    public async Task AuthorizationHeader_ReachesTheFunction()
    {
        await using var app = await TestApp.Start(typeof(LevelFunctions));
        var request = new HttpRequestMessage(HttpMethod.Get, "/open");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer kkr-front.local");

        Assert.Equal("Bearer kkr-front.local", await (await app.Client.SendAsync(request)).Content.ReadAsStringAsync());
    }
}

public sealed class LevelFunctions
{
    [Function("Open")]
    public IResult Open([HttpTrigger(AuthorizationLevel.Anonymous, Route = "open")] HttpRequest request) =>
        Results.Text(request.Headers.Authorization.ToString());

    [Function("Default")]
    public IResult Default([HttpTrigger(Route = "default")] HttpRequest request) => Results.Ok();

    [Function("OnlyAdmin")]
    public IResult Admin([HttpTrigger(AuthorizationLevel.Admin, Route = "only-admin")] HttpRequest request) => Results.Ok();
}
