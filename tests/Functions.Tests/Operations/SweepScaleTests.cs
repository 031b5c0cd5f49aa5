using System.Diagnostics;
using Functions.Ledger;
using Functions.Operations;
using Local.Cosmos;

namespace Functions.Tests.Operations;

/// <summary>
/// A night of 2,000 due accounts among many. SWEEP_ACCOUNTS says how many there are (100,000 if it does not); the times are printed and not asserted,
/// what is read is. docs/operations.md has the figures of one machine.
/// </summary>
public sealed class SweepScaleTests(ITestOutputHelper output)
{
    private const int Due = 2_000;

    [Fact, Trait("Speed", "Long"), Clause("KKR-6.3"), Clause("KKR-16.1(3)")]
    public async Task TwoThousandDue_AreReadAlone_HoweverManyAccountsThereAre()
    {
        var all = int.TryParse(Environment.GetEnvironmentVariable("SWEEP_ACCOUNTS"), out var asked) ? asked : 100_000;
        await using var app = await Backend.Start();
        var many = new ManyAccounts(app);
        var began = Stopwatch.StartNew();
        await many.Write(all, Due, new DateOnly(2026, 2, 28), new DateOnly(2027, 1, 1));
        output.WriteLine($"{all:N0} heads written in {began.Elapsed.TotalSeconds:N1} s");

        app.Clock.Stop(Nights.Jst("2026-03-01 00:05:00"));
        var log = new EventLog<Sweep>();
        await Measured(app, all, log, () => new SweepExpiredPointsFunction(app.AnotherSweep(log)).Run(null!, CancellationToken.None));
        app.Clock.Stop(Nights.Jst("2026-09-01 00:35:00"));
        await Measured(app, all, log, () => new Functions.Cards.WithdrawDormantCardsFunction(app.AnotherSweep(log)).Run(null!, CancellationToken.None));

        Assert.Equal(2 * Due, await many.Entries());
    }

    private async Task Measured(Backend app, int all, EventLog<Sweep> log, Func<Task> run)
    {
        app.Cosmos.Requests.Reset();
        await run();
        var counts = app.Cosmos.Requests.Snapshot();
        var (reads, queries) = (counts.Requests(RequestKind.Read, "accounts"), counts.Requests(RequestKind.Query, "accounts"));
        var line = log.Events[^1].Fields;
        output.WriteLine($"{line["Sweep"]}: {line["Done"]:N0} of {all:N0} in {line["Seconds"]} s, {reads:N0} accounts read, {queries} pages, {line["StoreRequests"]:N0} store requests");

        Assert.Equal((Due, Due, 0), (line["Due"], line["Done"], line["Refused"]));
        Assert.InRange(reads, Due, Due * 11 / 10);
        Assert.InRange(queries, Due / 100, (Due / 100) + 1);
    }
}
