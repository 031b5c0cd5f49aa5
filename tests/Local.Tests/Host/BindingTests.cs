using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Local.Tests.Host;

public sealed class BindingTests
{
    [Theory]
    [InlineData("/guid/0b5c1f0e-57a0-4ba9-8f0f-6f3f1c4c8a11", "0b5c1f0e-57a0-4ba9-8f0f-6f3f1c4c8a11")]
    [InlineData("/day/2026-02-28", "2026-02-28")]
    [InlineData("/optional/7", "7")]
    [InlineData("/optional", "nothing")]
    [InlineData("/default", "10")]
    public async Task RouteParameter_IsConvertedToItsType(string path, string body)
    {
        await using var app = await TestApp.Start(typeof(BindingFunctions));

        Assert.Equal(body, await app.Client.GetStringAsync(path));
    }

    [Fact]
    public async Task RouteParameter_ThatDoesNotConvert_Is500AsInAzure()
    {
        await using var app = await TestApp.Start(typeof(BindingFunctions));

        var answer = await app.Client.GetAsync("/guid/none");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    [Fact]
    public async Task Context_NamesTheFunction()
    {
        await using var app = await TestApp.Start(typeof(BindingFunctions));

        Assert.Equal("Context Local.Tests.Worker.BindingFunctions.Context True True", await app.Client.GetStringAsync("/context"));
    }

    [Fact]
    public async Task Instance_IsMadePerCall_InTheScopeOfTheRequest()
    {
        await using var app = await TestApp.Start(
            builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.Services.AddScoped<ScopedThing>();
            },
            typeof(InjectedFunctions));

        var first = await app.Client.GetStringAsync("/injected");
        var second = await app.Client.GetStringAsync("/injected");

        Assert.Equal("same scope, disposed before: 0", first);
        Assert.Equal("same scope, disposed before: 1", second);
    }

    [Theory]
    [InlineData(typeof(UnboundParameter), "Cannot bind parameter 'other'")]
    [InlineData(typeof(UnknownRouteType), "bind a string and parse it")]
    [InlineData(typeof(ReturnsValueTask), "return a Task")]
    public async Task WhatCannotBeBound_DoesNotStart(Type functions, string why)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.Start(functions));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }
}

public sealed class BindingFunctions
{
    [Function("Guid")]
    public IResult ById([HttpTrigger(AuthorizationLevel.Anonymous, Route = "guid/{id}")] HttpRequest request, Guid id) =>
        Results.Text(id.ToString());

    [Function("Day")]
    public IResult ByDay([HttpTrigger(AuthorizationLevel.Anonymous, Route = "day/{day}")] HttpRequest request, DateOnly day) =>
        Results.Text(day.ToString("yyyy-MM-dd"));

    [Function("Optional")]
    public IResult Optional([HttpTrigger(AuthorizationLevel.Anonymous, Route = "optional/{number?}")] HttpRequest request, int? number) =>
        Results.Text(number?.ToString() ?? "nothing");

    [Function("Default")]
    public IResult Default([HttpTrigger(AuthorizationLevel.Anonymous, Route = "default/{limit?}")] HttpRequest request, int limit = 10) =>
        Results.Text(limit.ToString());

    [Function("Context")]
    public IResult Context(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "context")] HttpRequest request, FunctionContext context, CancellationToken cancellationToken) =>
        Results.Text($"{context.FunctionDefinition.Name} {context.FunctionDefinition.EntryPoint} " +
            $"{Guid.TryParse(context.InvocationId, out _)} {cancellationToken == request.HttpContext.RequestAborted && context.GetHttpContext() == request.HttpContext}");
}

public sealed class ScopedThing(Calls calls) : IDisposable
{
    public void Dispose() => calls.Add("disposed");
}

public sealed class InjectedFunctions(ScopedThing thing, Calls calls)
{
    [Function("Injected")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "injected")] HttpRequest request, FunctionContext context)
    {
        var same = context.InstanceServices.GetRequiredService<ScopedThing>() == thing
            && request.HttpContext.RequestServices.GetRequiredService<ScopedThing>() == thing;
        return Results.Text($"{(same ? "same scope" : "other scope")}, disposed before: {calls.All.Count}");
    }
}

public sealed class UnboundParameter
{
    [Function("Unbound")]
    public IResult Run([HttpTrigger(Route = "unbound/{id}")] HttpRequest request, string other) => Results.Text(other);
}

public sealed class UnknownRouteType
{
    [Function("Unknown")]
    public IResult Run([HttpTrigger(Route = "unknown/{level}")] HttpRequest request, AuthorizationLevel level) => Results.Text(level.ToString());
}

public sealed class ReturnsValueTask
{
    [Function("ValueTask")]
    public ValueTask<IResult> Run([HttpTrigger] HttpRequest request) => new(Results.Ok());
}
