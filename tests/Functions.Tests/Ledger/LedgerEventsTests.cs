using System.Collections.Concurrent;
using Functions.Ledger;
using Local.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Functions.Tests.Ledger;

/// <summary>What the portal counts: every point once, by the names that its queries use.</summary>
public sealed class LedgerEventsTests : IAsyncLifetime
{
    private readonly Heard heard = new();
    private Backend app = null!;

    public async ValueTask InitializeAsync()
    {
        app = await Backend.Start();
        // Heard as Application Insights hears it, whatever the console leaves out.
        app.Services.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>().CurrentValue.Rules.Add(new LoggerFilterRule(nameof(Heard), categoryName: null, LogLevel.Information, filter: null));
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(heard);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        heard.Dispose();
    }

    [Fact]
    public async Task AnAwardAndItsReplay_MoveThePointsOnce()
    {
        var card = await app.Card();
        heard.Clear();

        await app.Award(card, 31_850, "award-1");
        await app.Award(card, 31_850, "award-1");

        Assert.Equal(["Program=kkr Kind=award Points=310 Facility=tokyo Department=lodging"], heard.Of("PointsMoved"));
        var calls = heard.Of("CallAnswered");
        Assert.Equal(2, calls.Count);
        Assert.All(calls, call => Assert.StartsWith("Function=Award Program=kkr Facility=tokyo Status=201 Code= Milliseconds=", call, StringComparison.Ordinal));
        Assert.DoesNotContain(heard.Everything, line => line.Contains(card, StringComparison.Ordinal));
    }

    [Fact]
    public async Task PointsThatLapseOnTheWay_AreCountedAsLapsed()
    {
        var card = await app.Card();
        await app.Award(card, 31_850);
        heard.Clear();

        app.Clock.Set(app.Clock.GetUtcNow().AddDays(2 * 366 + 30));
        await app.Award(card, 10_000);

        Assert.Equal(
            ["Program=kkr Kind=award Points=100 Facility=tokyo Department=lodging", "Program=kkr Kind=lapse Points=-310 Facility= Department="],
            heard.Of("PointsMoved").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ARefusal_NamesItsCodeAndClauses_AndMovesNothing()
    {
        var card = await app.Card();
        heard.Clear();

        await app.Redeem(card, 3_000, billYen: 5_000);

        Assert.Equal(["Program=kkr Code=insufficient-points Clauses=KKR-5.3 Facility=tokyo"], heard.Of("OperationRefused"));
        Assert.Empty(heard.Of("PointsMoved"));
        Assert.StartsWith("Function=Redeem Program=kkr Facility=tokyo Status=409 Code=insufficient-points", Assert.Single(heard.Of("CallAnswered")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATransientAnswerOfTheStore_IsToldWithoutTheDocument()
    {
        var card = await app.Card();
        heard.Clear();

        var failed = 0;
        app.Cosmos.Faults.OnRequest = request => request is { Container: "accounts", Kind: RequestKind.Read } && Interlocked.Exchange(ref failed, 1) == 0 ? Fault.UnavailableBefore() : null;
        await app.Award(card, 10_000);
        app.Cosmos.Faults.OnRequest = null;

        Assert.Equal("Method=GET Container=accounts Status=503", heard.Of("StoreRetried")[0]);
        Assert.Single(heard.Of("PointsMoved"));
    }

    [Fact]
    public async Task AnAnswerThatWasLost_IsCountedAllTheSame()
    {
        var card = await app.Card();
        heard.Clear();

        var failed = 0;
        app.Cosmos.Faults.OnRequest = request => request.Kind == RequestKind.Batch && Interlocked.Exchange(ref failed, 1) == 0 ? Fault.DropAfterCommit() : null;
        var reply = await app.Award(card, 10_000);
        app.Cosmos.Faults.OnRequest = null;

        Assert.Equal(201, reply.Status);
        Assert.Equal(["Program=kkr Kind=award Points=100 Facility=tokyo Department=lodging"], heard.Of("PointsMoved"));
    }

    [Fact]
    public async Task OnAConsole_TheLedgerIsSilent()
    {
        await using var quiet = await Backend.Start();

        Assert.False(quiet.Services.GetRequiredService<ILogger<LedgerEvents>>().IsEnabled(LogLevel.Information));
    }

    /// <summary>Keeps the events as name → facts, as Application Insights does.</summary>
    [ProviderAlias("Heard")]
    private sealed class Heard : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<(string? Event, string Facts)> events = [];

        public IEnumerable<string> Everything => events.Select(heard => heard.Facts);

        public IReadOnlyList<string> Of(string name) => [.. events.Where(heard => heard.Event == name).Select(heard => heard.Facts)];

        public void Clear() => events.Clear();

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (state is IEnumerable<KeyValuePair<string, object?>> facts)
                events.Enqueue((eventId.Name, string.Join(' ', facts.Where(fact => fact.Key != "{OriginalFormat}").Select(fact => $"{fact.Key}={fact.Value}"))));
        }

        public void Dispose() => events.Clear();
    }
}
