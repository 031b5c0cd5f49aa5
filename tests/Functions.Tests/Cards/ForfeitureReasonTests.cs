using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Functions.Store;
using Functions.Tests.Contract;
using Functions.Tests.Members;
using Functions.Tests.Operations;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Functions.Tests.Cards;

/// <summary>The reason of a forfeiture is disclosed to nobody but an operator, and goes with the personal data.</summary>
public sealed class ForfeitureReasonTests
{
    private const string Mark = "ZZ-REASON-印甲野";
    private const string Operator = "kkr-operator.local";
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(9));

    [Fact, Clause("KKR-16.4"), Clause("KKR-16.3")]
    public async Task TheReason_IsInNoAnswerBelowOperator_NoMail_NoLogLine_NoOtherDocument_AndIsErasedWithThePerson()
    {
        var folder = Directory.CreateTempSubdirectory("points-reason-").FullName;
        await using (var app = await Backend.StartWithFeeds(folder, Backend.LogsAll))
        {
            app.Clock.Stop(Start);
            using var log = new LogLines();
            app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
            var (email, one, two) = (Person.NewAddress(), await app.Card(), await app.Card());
            await app.Register(one, Person.Form(email));
            await app.Register(two, Person.Form(email));
            await app.Award(one, 200_000, "buy");
            var anonymous = await app.Card();

            var byFront = await app.Post($"api/cards/{one}/forfeiture", new { reason = Mark }, "end", Person.Front);
            // A process that dies on the way says so in its log.
            var death = StoreDeath.After(app, callsBeforeDeath: 8);
            await app.PostUnanswered($"api/cards/{one}/forfeiture", new { reason = Mark }, "end", Operator);
            death.Revive();
            var gone = await app.Post($"api/cards/{one}/forfeiture", new { reason = Mark }, "end", Operator);
            await app.Post($"api/cards/{anonymous}/forfeiture", new { reason = Mark }, "end", Operator);
            var conflict = await app.Post($"api/cards/{one}/forfeiture", new { reason = $"{Mark} 2" }, "end", Operator);
            var refused = await app.Post($"api/cards/{two}/forfeiture", new { reason = Mark }, "end-2", Operator);
            await app.Post("admin/functions/ContinueOperations", new { input = "" });
            await app.Post("api/local/feed/drain", null);

            Assert.Equal((403, 201, 409, 410), (byFront.Status, gone.Status, conflict.Status, refused.Status));
            Assert.Equal([Mark], (await app.Get($"api/cards/{two}/forfeiture", Operator)).Json["reasons"]!.AsArray().Select(reason => (string)reason!));
            var seen = await EverythingThatCanBeRead(app, [one, two, anonymous]);
            Assert.True(seen.Count > 60, $"Only {seen.Count} answers were looked at.");
            Assert.All(seen.Concat([byFront, gone, conflict, refused]), reply => Assert.DoesNotContain("ZZ-REASON", reply.Body, StringComparison.Ordinal));
            Assert.DoesNotContain("ZZ-REASON", (await app.Get("api/local/outbox", key: null)).Body, StringComparison.Ordinal);
            Assert.NotEmpty(log.Lines);
            Assert.All(log.Lines, line => Assert.DoesNotContain("ZZ-REASON", line, StringComparison.Ordinal));
            Assert.Equal(["forfeitureReason", "forfeitureReason"], await DocumentsWithTheReason(app));

            app.Clock.Stop(Start.AddDays(1));
            await app.Post("admin/functions/ErasePersonalData", new { input = "" });
            var again = await app.Post($"api/cards/{one}/forfeiture", new { reason = Mark }, "end", Operator);
            Assert.Equal((201, gone.Body, true), (again.Status, again.Body, again.Replayed));
            Assert.Equal((200, "{\"reasons\":[]}"), await Status(app.Get($"api/cards/{two}/forfeiture", Operator)));
            Assert.Empty(await DocumentsWithTheReason(app));
        }

        Assert.All(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories), file =>
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes("ZZ-REASON")) < 0, file));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Every GET of the contract, for each card, as till and as front.</summary>
    private static async Task<List<Reply>> EverythingThatCanBeRead(Backend app, IReadOnlyList<string> cards)
    {
        List<Reply> seen = [];
        foreach (var call in Contract.OpenApi.Current.Calls.Where(call => call is { Method: "GET", IsLocalOnly: false }))
        {
            foreach (var card in cards)
            {
                var path = call.Path.Replace("{cardNumber}", card, StringComparison.Ordinal).Replace("{operationId}", "end", StringComparison.Ordinal).Replace("{program}", "kkr", StringComparison.Ordinal);
                foreach (var key in new[] { "kkr-pos.local", Person.Front })
                    seen.Add(await app.Get($"{path.TrimStart('/')}{Query(call)}", key));
            }
        }

        return seen;
    }

    private static string Query(DeclaredCall call) => string.Join('&', call.Parameters.Where(parameter => parameter is { In: "query", IsRequired: true }).Select(parameter => parameter.Name switch
    {
        "facility" => "facility=hakone",
        _ => $"{parameter.Name}=2026-03-02",
    })) is { Length: > 0 } query ? $"?{query}" : "";

    private static async Task<List<string?>> DocumentsWithTheReason(Backend app)
    {
        List<string?> found = [];
        var database = app.Services.GetRequiredService<CosmosStore>().Database;
        foreach (var container in Containers.All)
        {
            foreach (var document in await database.GetContainer(container.Id).Query(new QueryDefinition("SELECT * FROM c"), partition: null, StoreJson.Readable.JsonDocument, CancellationToken.None))
            {
                if (document.RootElement.GetRawText() is var text && (text.Contains("ZZ-REASON", StringComparison.Ordinal) || text.Contains(JsonEncodedText.Encode(Mark).ToString(), StringComparison.Ordinal)))
                    found.Add(document.RootElement.GetProperty("type").GetString());
            }
        }

        return found;
    }

    private static async Task<(int, string)> Status(Task<Reply> reply) => ((await reply).Status, (await reply).Body);

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
