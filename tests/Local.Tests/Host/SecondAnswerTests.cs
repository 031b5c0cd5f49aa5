using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Local.Tests.Host;

/// <summary>The worker sends what a function returned to the host once more, after the answer.</summary>
public sealed class SecondAnswerTests
{
    [Fact]
    public async Task AResultThatIsSentAgain_IsAWarning_WithItsFunctionAndSize()
    {
        var log = new LogLines();
        await using var app = await TestApp.Start(builder => builder.Logging.AddProvider(log), typeof(AnsweringFunctions));

        Assert.Equal("\"twice\"", await app.Client.GetStringAsync("/twice"));

        // The size is that of {"Value":"twice","StatusCode":200} in its message.
        Assert.Equal([(LogLevel.Warning, "Function.Twice", "Twice sent its answer and 36 bytes of it again")], log.Lines);
    }

    [Fact]
    public async Task AResultThatAMiddlewareTookAway_IsNot()
    {
        var log = new LogLines();
        await using var app = await TestApp.Start(
            builder =>
            {
                builder.Logging.AddProvider(log);
                builder.UseMiddleware<TakeAway>();
            },
            typeof(AnsweringFunctions));

        Assert.Equal("\"twice\"", await app.Client.GetStringAsync("/twice"));

        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task AnAnswerWrittenByHand_IsNot()
    {
        var log = new LogLines();
        await using var app = await TestApp.Start(builder => builder.Logging.AddProvider(log), typeof(AnsweringFunctions));

        Assert.Equal("by hand", await app.Client.GetStringAsync("/written"));

        Assert.Empty(log.Lines);
    }
}

public sealed class TakeAway : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        await next(context);
        context.GetInvocationResult().Value = null;
    }
}

public sealed class AnsweringFunctions
{
    [Function("Twice")]
    public IResult Twice([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "twice")] HttpRequest request) => Results.Ok("twice");

    [Function("Written")]
    public Task Written([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "written")] HttpRequest request) =>
        request.HttpContext.Response.WriteAsync("by hand");
}
