using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Logging;

namespace Local.Tests.Host;

public sealed class ExceptionsTests
{
    [Theory]
    [InlineData("sync")]
    [InlineData("async")]
    [InlineData("result")]
    public async Task UnhandledException_Is500WithAnEmptyBody_LoggedOnce(string how)
    {
        var log = new LogLines();
        await using var app = await TestApp.Start(
            builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.Logging.AddProvider(log);
            },
            typeof(ThrowingFunctions));

        var answer = await app.Client.GetAsync($"/throw/{how}");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
        Assert.Equal([(LogLevel.Error, "Function.Throw", "Throw failed")], log.Lines);
    }

    [Fact]
    public async Task Request_LogsNothing()
    {
        var log = new LogLines();
        await using var app = await TestApp.Start(
            builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.Logging.AddProvider(log);
            },
            typeof(RoutedFunctions));

        await app.Client.GetStringAsync("/");

        Assert.Empty(log.Lines);
    }
}

public sealed class ThrowingFunctions
{
    [Function("Throw")]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "throw/{how}")] HttpRequest request, string how) => how switch
    {
        "sync" => throw new InvalidOperationException("at once"),
        "async" => Later(),
        _ => Task.FromResult<IResult>(new ThrowingResult()),
    };

    private static async Task<IResult> Later()
    {
        await Task.Yield();
        throw new InvalidOperationException("later");
    }

    private sealed class ThrowingResult : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => throw new InvalidOperationException("while answering");
    }
}
