using Functions.Cards;
using Functions.Ledger;
using Functions.Mail;
using Functions.Members;
using Functions.Operations;
using Functions.Store;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Functions.Tests.Operations;

/// <summary>What happens by itself by night, run when a test says so.</summary>
internal static class Nights
{
    public static readonly string[] Timers = ["SweepExpiredPoints", "WithdrawDormantCards", "WarnOfExpiry", "ErasePersonalData"];

    public static DateTimeOffset Jst(string when) => DateTimeOffset.Parse($"{when} +09:00", System.Globalization.CultureInfo.InvariantCulture);

    public static async Task Run(this Backend app, string timer) =>
        Assert.Equal(202, (await app.Post($"admin/functions/{timer}", new { input = "" })).Status);

    /// <summary>A second instance of the app would be one more of these beside the same store.</summary>
    public static Sweep AnotherSweep(this Backend app, ILogger<Sweep>? log = null) =>
        log is null ? ActivatorUtilities.CreateInstance<Sweep>(app.Services) : ActivatorUtilities.CreateInstance<Sweep>(app.Services, log);

    /// <summary>All timers at the same time, each by two instances at once; and then everything again.</summary>
    public static async Task Night(this Backend app, string when)
    {
        app.Clock.Stop(Jst(when));
        for (var round = 0; round < 2; round++)
            await Task.WhenAll([.. Timers.Select(timer => app.Run(timer)), app.RunBeside()]);
        // What a later timer of the same night finds is there now, whatever the order of the first two rounds was.
        foreach (var timer in Timers)
            await app.Run(timer);
    }

    public static async Task<IReadOnlyList<QueuedLetter>> Letters(this Backend app, string memberId) =>
    [
        .. (await app.Services.GetRequiredService<CosmosStore>().Mail.Query(
            new QueryDefinition("SELECT * FROM c WHERE c.memberId = @id").WithParameter("@id", memberId), null, StoreJson.Readable.QueuedLetter, CancellationToken.None))
            .Where(letter => letter.Letter == "expiry-warning").OrderBy(letter => letter.QueuedAt),
    ];

    private static async Task RunBeside(this Backend app)
    {
        var sweep = app.AnotherSweep();
        await Task.WhenAll(
            new SweepExpiredPointsFunction(sweep).Run(null!, ByHand.Context),
            new WithdrawDormantCardsFunction(sweep).Run(null!, ByHand.Context),
            new WarnOfExpiryFunction(sweep, app.Services.GetRequiredService<ExpiryWarnings>()).Run(null!, ByHand.Context),
            new ErasePersonalDataFunction(sweep, app.Services.GetRequiredService<Erasure>()).Run(null!, ByHand.Context));
    }
}

/// <summary>What was logged, as whoever queries the logs sees it: the event's name and its fields.</summary>
internal sealed class EventLog<T> : ILogger<T>
{
    private readonly List<(LogLevel Level, string Name, IReadOnlyDictionary<string, object?> Fields)> events = [];

    public IReadOnlyList<(LogLevel Level, string Name, IReadOnlyDictionary<string, object?> Fields)> Events
    {
        get
        {
            lock (events)
                return [.. events];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (events)
            events.Add((logLevel, eventId.Name ?? "", ((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary(field => field.Key, field => field.Value)));
    }
}
