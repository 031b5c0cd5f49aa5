using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Hosting;

namespace Local.Tests.Host;

public sealed class MiddlewareTests
{
    [Fact]
    public async Task Result_IsExecutedAfterTheLastMiddlewareReturned()
    {
        await using var app = await TestApp.Start(
            builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.UseMiddleware<Outer>();
                builder.UseMiddleware<Inner>();
            },
            typeof(StepFunctions));

        await app.Client.GetStringAsync("/step");

        Assert.Equal(
            ["outer before", "inner before", "function", "inner after: has result, not started", "outer after: has result, not started", "result executed"],
            app.Get<Calls>().All);
    }

    [Fact]
    public async Task Middleware_BeforeTheWebApplication_SeesNoRequestAndAnExecutedResult()
    {
        await using var app = await TestApp.Start(
            builder =>
            {
                builder.UseMiddleware<Outer>();
                builder.ConfigureFunctionsWebApplication();
            },
            typeof(StepFunctions));

        await app.Client.GetStringAsync("/step");

        Assert.Equal(["outer before without request", "function", "result executed", "outer after: has result, not started"], app.Get<Calls>().All);
    }

    [Fact]
    public async Task Middleware_ThatCatches_DecidesTheAnswer()
    {
        await using var app = await TestApp.Start(
            builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.UseMiddleware<Problems>();
            },
            typeof(ThrowingFunctions));

        var answer = await app.Client.GetAsync("/throw/async");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task UseWhen_SkipsTheMiddlewareForOtherFunctions()
    {
        await using var app = await TestApp.Start(
            builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.UseWhen<Inner>(context => context.FunctionDefinition.Name.StartsWith("Other", StringComparison.Ordinal));
            },
            typeof(StepFunctions));

        await app.Client.GetStringAsync("/step");

        Assert.Equal(["function", "result executed"], app.Get<Calls>().All);
    }

    [Fact]
    public async Task WithoutTheWebApplication_HttpFunctionsDoNotStart()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.Start(_ => { }, typeof(StepFunctions)));

        Assert.Contains("ConfigureFunctionsWebApplication", refused.Message, StringComparison.Ordinal);
    }
}

public abstract class Step(string name, Calls calls) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        calls.Add(context.GetHttpContext() is null ? $"{name} before without request" : $"{name} before");
        await next(context);
        var result = context.GetInvocationResult().Value is IResult ? "has result" : "no result";
        calls.Add($"{name} after: {result}, {(context.GetHttpContext()!.Response.HasStarted ? "started" : "not started")}");
    }
}

public sealed class Outer(Calls calls) : Step("outer", calls);

public sealed class Inner(Calls calls) : Step("inner", calls);

public sealed class Problems : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (InvalidOperationException e)
        {
            context.GetInvocationResult().Value = Results.Problem(e.Message, statusCode: 503);
        }
    }
}

public sealed class StepFunctions(Calls calls)
{
    [Function("Step")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "step")] HttpRequest request)
    {
        await Task.Yield();
        calls.Add("function");
        return new RecordedResult(calls);
    }

    private sealed class RecordedResult(Calls calls) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            calls.Add("result executed");
            return Task.CompletedTask;
        }
    }
}
