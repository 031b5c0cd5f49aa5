using Local.Host.Functions;
using Local.Host.Rpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Local.Tests.Host;

/// <summary>Who ends a run, and how a function hears of it.</summary>
public sealed class CancellationTests
{
    [Fact]
    public async Task AClientThatIsGone_CancelsItsFunction()
    {
        await using var app = await TestApp.Start(typeof(PatientFunctions));
        using var leaving = new CancellationTokenSource();

        var asked = app.Client.GetAsync("/patient", leaving.Token);
        Assert.Equal("waits", await app.Calls.Next());
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal("cancelled", await app.Calls.Next());
    }

    [Fact]
    public async Task AHostThatStops_CancelsARunningTimer()
    {
        await using var app = await TestApp.Start(typeof(PatientTimer));
        Assert.Equal("waits", await app.Calls.Next());

        await app.Stop();

        Assert.Equal(["waits", "cancelled"], app.Calls.All);
    }

    [Fact]
    public async Task AHostThatStops_CancelsARunningFeed_AndItsBatchComesAgain()
    {
        var folder = Directory.CreateTempSubdirectory("feed").FullName;
        await using (var app = await FeedApp.Start(folder, _ => { }, typeof(PatientFeed)))
        {
            await app.Write("1");
            Assert.Equal("waits for 1", await app.Calls.Next());
            await app.Stop();
            Assert.Equal(["waits for 1", "cancelled"], app.Calls.All);
        }

        await using (var again = await FeedApp.Start(folder, _ => { }, typeof(PatientFeed)))
            Assert.Equal("waits for 1", await again.Calls.Next());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ARunThatTakesLongerThanTheTimeout_IsCancelled_AndHasFailed()
    {
        await using var app = await TestApp.Start([TestApp.NoDatabase, "--Local:Timers=false"], _ => { }, typeof(PatientTimer));
        var clock = new FakeTimeProvider();
        var invocations = new Invocations(app.Get<WorkerChannel>(), TimeSpan.FromMinutes(10), clock, app.Get<ILoggerFactory>());

        var run = invocations.Run(Assert.Single(await app.Get<HostedFunctions>().All), "{}", CancellationToken.None);
        Assert.Equal("waits", await app.Calls.Next());
        clock.Advance(TimeSpan.FromMinutes(10));

        var failed = await Assert.ThrowsAsync<FunctionFailedException>(() => run.InTime());
        Assert.Equal("it took longer than the 00:10:00 that host.json allows with functionTimeout", failed.Message);
        Assert.Equal(["waits", "cancelled"], app.Calls.All);
    }

    [Fact]
    public async Task AStop_EndsWithinTheHostsTime_WhateverAFunctionDoes_AndIsNoError()
    {
        var log = new LogLines();
        var gate = new Gate();
        await using var app = await StartStubborn(log, gate, typeof(StubbornTimer));
        await gate.Entered.Task.InTime();

        await app.Stop();

        Assert.DoesNotContain(log.Lines, line => line.Level >= LogLevel.Error);
        gate.Open.SetResult();
    }

    [Fact]
    public async Task AStop_EndsWithinTheHostsTime_WhateverARequestDoes_AndIsNoError()
    {
        var log = new LogLines();
        var gate = new Gate();
        await using var app = await StartStubborn(log, gate, typeof(StubbornFunctions));
        var asked = app.Client.GetAsync("/stubborn");
        await gate.Entered.Task.InTime();

        await app.Stop();

        await Assert.ThrowsAsync<HttpRequestException>(() => asked.InTime());
        Assert.DoesNotContain(log.Lines, line => line.Level >= LogLevel.Error);
        gate.Open.SetResult();
    }

    [Fact]
    public async Task AStop_EndsWithinTheHostsTime_WhateverAFeedDoes_AndSaysWhatBecomesOfItsLease()
    {
        var log = new LogLines();
        var gate = new Gate();
        await using var app = await StartStubborn(log, gate, typeof(GatedFeed));
        await app.Write("1");
        await gate.Entered.Task.InTime();

        await app.Stop();

        Assert.Empty(app.Calls.All);
        Assert.Contains(log.Lines, line => line is
            (LogLevel.Warning, "Function.Gated", "Gated could not be stopped in time; its lease ends by itself"));
        Assert.DoesNotContain(log.Lines, line => line.Level >= LogLevel.Error);
        gate.Open.SetResult();
    }

    private static Task<TestApp> StartStubborn(LogLines log, Gate gate, Type function) => FeedApp.Start(
        null,
        builder =>
        {
            builder.Services.AddSingleton(gate);
            builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
            builder.Logging.AddProvider(log);
        },
        function);
}

public sealed class PatientFunctions(Calls calls)
{
    [Function("Patient")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "patient")] HttpRequest request, FunctionContext context)
    {
        calls.Add("waits");
        await Ended.Of(context.CancellationToken);
        calls.Add("cancelled");
        return Results.Ok();
    }
}

public sealed class StubbornFunctions(Gate gate)
{
    [Function("Stubborn")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stubborn")] HttpRequest request)
    {
        gate.Entered.TrySetResult();
        await gate.Open.Task;
        return Results.Ok();
    }
}

public sealed class PatientFeed(Calls calls)
{
    [Function("PatientFeed")]
    public async Task Run(
        [CosmosDBTrigger("points", "accounts", Connection = "Cosmos", StartFromBeginning = true)] IReadOnlyList<Account> accounts,
        FunctionContext context)
    {
        calls.Add($"waits for {accounts[0].Id}");
        await Ended.Of(context.CancellationToken);
        calls.Add("cancelled");
        context.CancellationToken.ThrowIfCancellationRequested();
    }
}
