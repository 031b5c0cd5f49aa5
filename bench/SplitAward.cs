using Bench.App;
using Bench.Baseline;
using Bench.Load;
using Bench.Processes;
using Bench.Split;

namespace Bench;

/// <summary>
/// What each of host, worker, store and app takes of an award's CPU: servers that have one of them less, in turn, and
/// their differences.
/// </summary>
public static class SplitAward
{
    const int Rounds = 3;

    sealed record Cpu(double Award, double WithoutFeeds, double Worker, double Host, double Http, double Store);

    public static async Task<int> Run(Options options, CancellationToken cancellation)
    {
        using var storeFolder = new TemporaryFolder();
        using var folder = new TemporaryFolder();
        using var quietFolder = new TemporaryFolder();
        using var workerFolder = new TemporaryFolder();
        using var hostFolder = new TemporaryFolder();
        await ExistingStore.Make(storeFolder, options, cancellation);
        await using var store = await ReplayStore.Open(storeFolder.Path, cancellation);
        await using var app = await AppServer.Start("award", folder.Path, [], cancellation);
        await using var quiet = await AppServer.Start(
            "without feeds", quietFolder.Path, new() { ["Local__Feeds"] = "false" }, cancellation);
        await using var worker = await BaselineServer.OnWorker("host and worker", postgres: null, workerFolder.Path, cancellation);
        await using var host = await ChildServer.Start(
            Built.Bench, [ServeHostAlone.Option], LocalHostSettings.For(hostFolder.Path), cancellation);
        await using var bare = await BaselineServer.Bare("HTTP alone", postgres: null, cancellation);

        var award = Measured(app.Server);
        var withoutFeeds = Measured(quiet.Server);
        var throughWorker = Measured(worker.Server, BaselineServer.Nothing);
        var throughHost = Measured(new Server("host alone", host.Address, () => [host.ProcessId]), BaselineServer.Nothing);
        var http = Measured(bare.Server, BaselineServer.Nothing);
        await Round(options.WarmUp);

        Console.WriteLine($"CPU µs of one request, {options.Callers} callers, {options.WarmUp.TotalSeconds:N0} s of warm-up, "
            + $"{Rounds} rounds of {options.Measured.TotalSeconds:N0} s each\n");
        Console.WriteLine($"{"",-8}{"award",10}{"no feeds",10}{"worker",10}{"host",10}{"HTTP",10}{"store",10}");
        var rounds = new List<Cpu>();
        for (var round = 1; round <= Rounds; round++)
        {
            var cpu = await Round(options.Measured);
            Console.WriteLine($"{$"round {round}",-8}{cpu.Award,10:N0}{cpu.WithoutFeeds,10:N0}{cpu.Worker,10:N0}"
                + $"{cpu.Host,10:N0}{cpu.Http,10:N0}{cpu.Store,10:N0}");
            rounds.Add(cpu);
        }

        Write(rounds);
        return 0;

        async Task<Cpu> Round(TimeSpan duration) => new(
            award(duration), withoutFeeds(duration), throughWorker(duration), throughHost(duration), http(duration),
            (await store.RunFor(duration, options.Callers, cancellation)).TotalMicroseconds);

        Func<TimeSpan, double> Measured(Server server, RequestTemplate? request = null)
        {
            var callers = new Callers(server.Address, options.Callers, cancellation);
            var cards = request is null ? IssueCards.Run(callers, options.Cards) : ["9000000000000000"u8.ToArray()];
            var workload = request is null ? AppCalls.Named("award") : new Workload("nothing", (1, request));
            return duration =>
            {
                var row = Measurement.Take(server.Name, server, countStore: false, () => callers.RunFor(duration, workload, cards));
                return row.Load.Failed == 0
                    ? row.Cpu!.Value.TotalMicroseconds / row.Load.Count
                    : throw new BenchException($"{server.Name}: {row.Load.Failed} answers failed, first with {row.Load.FirstFailure}");
            };
        }
    }

    static void Write(List<Cpu> rounds)
    {
        Console.WriteLine($"\n{"part",-8}{"CPU µs",8}{"share",8}  of it is what");
        var total = Median(cpu => cpu.Award);
        Part("HTTP", cpu => cpu.Http, "the same request and as long an answer on bare ASP.NET take");
        Part("host", cpu => cpu.Host - cpu.Http, "a host with an idle worker takes more");
        Part("worker", cpu => cpu.Worker - cpu.Host, "the official worker with a function that does nothing takes more");
        Part("store", cpu => cpu.Store, "the award's read and batch take alone, SDK and server");
        Part("feeds", cpu => cpu.Award - cpu.WithoutFeeds, "the change feeds take: reads, and functions that look at each change");
        Part("app", cpu => cpu.WithoutFeeds - cpu.Worker - cpu.Store,
            "is left: middleware, decision, JSON, and whatever the parts cost more together");
        Part("award", cpu => cpu.Award, "all of them");

        double Median(Func<Cpu, double> part) => rounds.Select(part).Order().ElementAt(rounds.Count / 2);

        void Part(string name, Func<Cpu, double> part, string what) =>
            Console.WriteLine($"{name,-8}{Median(part),8:N0}{Median(part) / total,8:P0}  {what}");
    }
}
