using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Local.Tests.Host;

/// <summary>When a result is executed, and what becomes of what goes wrong.</summary>
public sealed class AnswersTests
{
    [Fact]
    public async Task AResult_IsExecutedAfterTheLastMiddlewareReturned()
    {
        await using var app = await Start(builder =>
        {
            builder.UseMiddleware<Outer>();
            builder.UseMiddleware<Inner>();
        });

        await app.Client.GetStringAsync("/step");

        Assert.Equal(
            [
                "outer before", "inner before", "function",
                "inner after: has result, not started", "outer after: has result, not started", "result executed",
            ],
            app.Calls.All);
    }

    [Fact]
    public async Task AMiddlewareOutsideTheWebApplication_SeesAnExecutedResult()
    {
        await using var app = await TestApp.Start(builder => builder.UseMiddleware<Outer>(), typeof(StepFunctions));

        await app.Client.GetStringAsync("/step");

        Assert.Equal(
            ["outer before without request", "function", "result executed", "outer after: has result, not started"], app.Calls.All);
    }

    [Fact]
    public async Task AMiddlewareThatCatches_DecidesTheAnswer()
    {
        await using var app = await Start(builder => builder.UseMiddleware<Problems>());

        var answer = await app.Client.GetAsync("/throw/async");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("sync", "at once")]
    [InlineData("async", "later")]
    [InlineData("result", "while answering")]
    public async Task AnExceptionBeforeAnythingWasSent_Is500_Empty_LoggedOnce(string how, string why)
    {
        var log = new LogLines();
        await using var app = await Start(builder => builder.Logging.AddProvider(log));

        var answer = await app.Client.GetAsync($"/throw/{how}");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
        var (level, category, text) = Assert.Single(log.Lines);
        Assert.Equal((LogLevel.Error, "Function.Throw"), (level, category));
        Assert.StartsWith("Throw failed: ", text, StringComparison.Ordinal);
        Assert.Contains(why, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sent")]
    [InlineData("sent-result")]
    public async Task AnExceptionAfterSomethingWasSent_CutsTheConnection(string how)
    {
        var log = new LogLines();
        await using var app = await Start(builder => builder.Logging.AddProvider(log));

        await Assert.ThrowsAsync<HttpRequestException>(() => app.Client.GetStringAsync($"/throw/{how}"));

        Assert.Equal((LogLevel.Error, "Function.Throw"), (Assert.Single(log.Lines).Level, log.Lines[0].Category));
    }

    [Fact]
    public async Task AnAnswer_LogsNothing()
    {
        var log = new LogLines();
        await using var app = await TestApp.Start(
            builder =>
            {
                builder.UseMiddleware<TakeAway>();
                builder.Logging.AddProvider(log);
            },
            typeof(RoutedFunctions));

        await app.Client.GetStringAsync("/");

        Assert.Empty(log.Lines);
    }

    private static Task<TestApp> Start(Action<FunctionsApplicationBuilder> inside) => TestApp.Start(
        builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            inside(builder);
        },
        typeof(StepFunctions), typeof(ThrowingFunctions));
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

public sealed class ThrowingFunctions
{
    [Function("Throw")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "throw/{how}")] HttpRequest request, string how) => how switch
    {
        "sync" => throw new InvalidOperationException("at once"),
        "async" => Later(),
        "sent" => Sent(request.HttpContext),
        _ => Task.FromResult<IResult>(new ThrowingResult(sends: how == "sent-result")),
    };

    private static async Task<IResult> Later()
    {
        await Task.Yield();
        throw new InvalidOperationException("later");
    }

    private static async Task<IResult> Sent(HttpContext http)
    {
        await http.Response.WriteAsync("half of");
        throw new InvalidOperationException("after the first half");
    }

    private sealed class ThrowingResult(bool sends) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) =>
            sends ? Sent(httpContext) : throw new InvalidOperationException("while answering");
    }
}
