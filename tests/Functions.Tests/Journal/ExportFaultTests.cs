using System.Net;
using Functions.Journal;
using Functions.Programs;
using Functions.Store;
using Local.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Functions.Tests.Journal;

/// <summary>The process dies at every call of an export, to either store: the next run leaves what an undisturbed one would have left.</summary>
public sealed class ExportFaultTests : IAsyncLifetime
{
    private const int EntriesPerPart = 4;

    private Backend app = null!;
    private IReadOnlyDictionary<string, string> undisturbed = null!;

    public async ValueTask InitializeAsync()
    {
        app = await Backend.Start();
        await app.Live();
        await Exporting(app, "undisturbed").Run(CancellationToken.None);
        undisturbed = ExportedJournal.Files(app.Journal("undisturbed"));
        Assert.InRange(undisturbed.Count, 20, 100);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DiedAtEachCall_TheNextRunCompletesIt_WithTheSameBytes(bool afterCommit)
    {
        var died = 0;
        for (var callsBeforeDeath = 0; ; callsBeforeDeath++)
        {
            var container = $"{(afterCommit ? "after" : "before")}-{callsBeforeDeath}";
            var calls = 0;
            Fault? Next() => Interlocked.Increment(ref calls) switch
            {
                var call when call <= callsBeforeDeath => null,
                var call when call == callsBeforeDeath + 1 => new Fault { Status = 400, AfterCommit = afterCommit },
                _ => new Fault { Status = 400 },
            };
            app.Cosmos.Faults.OnRequest = request => IsOurs(request) ? Next() : null;
            var failure = await Record.ExceptionAsync(() => Exporting(app, container, Next).Run(CancellationToken.None));
            app.Cosmos.Faults.OnRequest = null;

            // A manifest says that its day is complete.
            var left = ExportedJournal.Files(app.Journal(container));
            foreach (var day in left.Keys.Where(name => name.EndsWith("manifest.json", StringComparison.Ordinal)).Select(name => Path.GetDirectoryName(name)!))
                Assert.Equal(undisturbed.Keys.Where(name => Path.GetDirectoryName(name) == day), left.Keys.Where(name => Path.GetDirectoryName(name) == day));
            await Exporting(app, container).Run(CancellationToken.None);
            Assert.Equal(undisturbed, ExportedJournal.Files(app.Journal(container)));
            if (failure is null)
                break;
            died++;
        }

        Assert.True(died > 40, $"It died only {died} times.");
    }

    [Fact]
    public async Task OneLostAnswerAtEachCall_ChangesNothing()
    {
        var (at, calls) = (0, 1);
        while (calls > at)
        {
            at++;
            calls = 0;
            Fault? Next() => Interlocked.Increment(ref calls) == at ? new Fault { Status = 503, AfterCommit = true } : null;
            app.Cosmos.Faults.OnRequest = request => IsOurs(request) ? Next() : null;
            await Exporting(app, $"lost-{at}", Next).Run(CancellationToken.None);
            app.Cosmos.Faults.OnRequest = null;

            Assert.Equal(undisturbed, ExportedJournal.Files(app.Journal($"lost-{at}")));
        }

        Assert.True(at > 40, $"There were only {at} calls.");
    }

    /// <summary>An export of its own into another container, with small parts.</summary>
    internal static JournalExport Exporting(Backend app, string container, Func<Fault?>? fault = null, BlobAccess? access = null)
    {
        var services = app.Services;
        var settings = services.GetRequiredService<Settings>() with { JournalContainer = container };
        var http = new FaultyClients(services.GetRequiredService<IHttpClientFactory>(), fault ?? (() => null), access is not null);
        var journal = new JournalStore(http, access ?? services.GetRequiredService<BlobAccess>(), settings);
        return new JournalExport(
            services.GetRequiredService<CosmosStore>(), journal, services.GetRequiredService<ProgramCatalogue>(), settings,
            services.GetRequiredService<TimeProvider>(), NullLogger<JournalExport>.Instance) { EntriesPerPart = EntriesPerPart };
    }

    private static bool IsOurs(CosmosRequest request) => request is { Kind: RequestKind.Query, Container: "accounts" };

    private sealed class FaultyClients(IHttpClientFactory inner, Func<Fault?> next, bool isRemote) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(isRemote ? new SocketsHttpHandler() : new FaultyHandler(inner.CreateClient(name), next));
    }

    private sealed class FaultyHandler(HttpClient inner, Func<Fault?> next) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (next() is not { } fault)
                return await Pass(request, cancellationToken);
            if (fault.AfterCommit)
                (await Pass(request, cancellationToken)).Dispose();
            return new HttpResponseMessage((HttpStatusCode)fault.Status);
        }

        private async Task<HttpResponseMessage> Pass(HttpRequestMessage request, CancellationToken cancellation)
        {
            using var copy = new HttpRequestMessage(request.Method, request.RequestUri)
            {
                Content = request.Content is null ? null : new ByteArrayContent(await request.Content.ReadAsByteArrayAsync(cancellation)),
            };
            foreach (var header in request.Headers)
                copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
            return await inner.SendAsync(copy, cancellation);
        }
    }
}
