using System.Diagnostics;
using Functions.Cards;
using Functions.Ledger;
using Functions.Operations;
using Local.Cosmos;

namespace Functions.Tests.Operations;

/// <summary>
/// Nights of 2,000 due accounts among many. SWEEP_ACCOUNTS says how many there are (100,000 if it does not); the times are printed and not asserted,
/// what is read is. docs/operations.md has the figures of one machine.
/// </summary>
public sealed class SweepScaleTests(ITestOutputHelper output)
{
    private const int Due = 2_000;
    private const int Nights = 5;

    [Fact, Trait("Speed", "Long"), Clause("KKR-6.3"), Clause("KKR-16.1(3)")]
    public async Task TwoThousandDue_AreReadAlone_HoweverManyAccountsThereAre()
    {
        var all = int.TryParse(Environment.GetEnvironmentVariable("SWEEP_ACCOUNTS"), out var asked) ? asked : 100_000;
        await using var app = await Backend.Start();
        var many = new ManyAccounts(app);
        var began = Stopwatch.StartNew();
        await many.Write(all, Due, new DateOnly(2026, 2, 10), new DateOnly(2027, 1, 1), Nights);
        output.WriteLine($"{all:N0} heads written in {began.Elapsed.TotalSeconds:N1} s");

        var log = new EventLog<Sweep>();
        await Measured(app, log, Operations.Nights.Jst("2026-02-11 00:05:00"), () => new SweepExpiredPointsFunction(app.AnotherSweep(log)).Run(null!, ByHand.Context));
        await Measured(app, log, Operations.Nights.Jst("2026-08-11 00:35:00"), () => new WithdrawDormantCardsFunction(app.AnotherSweep(log)).Run(null!, ByHand.Context));

        Assert.Equal(2 * Due * Nights, await many.Entries());
    }

    private async Task Measured(Backend app, EventLog<Sweep> log, DateTimeOffset firstNight, Func<Task> run)
    {
        List<string> nights = [];
        for (var night = 0; night < Nights; night++)
        {
            app.Clock.Stop(firstNight.AddDays(night));
            app.Cosmos.Requests.Reset();
            var before = Environment.CpuUsage.TotalTime;
            await run();
            var cpu = Environment.CpuUsage.TotalTime - before;
            var counts = app.Cosmos.Requests.Snapshot();
            var line = log.Events[^1].Fields;
            nights.Add($"{line["Seconds"]} ({cpu.TotalSeconds:N1})");

            Assert.Equal((Due, Due, 0), (line["Due"], line["Done"], line["Refused"]));
            Assert.InRange(counts.Requests(RequestKind.Read, "accounts"), Due, Due * 11 / 10);
            Assert.InRange(counts.Requests(RequestKind.Query, "accounts"), Due / 100, (Due / 100) + 1);
        }

        output.WriteLine($"{log.Events[^1].Fields["Sweep"]}: {Nights} nights of {Due:N0}, each in {string.Join(", ", nights)} s (of processor time); the last made {log.Events[^1].Fields["StoreRequests"]:N0} store requests");
    }
}
