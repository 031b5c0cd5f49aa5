using System.Diagnostics;
using Bench.App;
using Bench.Baseline;
using Bench.Load;
using Bench.Processes;

namespace Bench;

/// <summary>
/// From the start of the process to its first answer: ours on a store that is there and on none, and an empty app on the
/// same worker and host.
/// </summary>
public static class MeasureStart
{
    const int Rounds = 5;

    sealed record Started(TimeSpan Ready, TimeSpan FirstAnswer, Usage Usage);

    public static async Task<int> Run(Options options, CancellationToken cancellation)
    {
        using var store = new TemporaryFolder();
        var cards = await ExistingStore.Make(store, options, cancellation);
        var (existing, empty, nothing) = (new List<Started>(), new List<Started>(), new List<Started>());

        // In turn: all meet the same machine.
        for (var round = 1; round <= Rounds; round++)
        {
            existing.Add(await Ours(store.Path, callers => callers.RunOver([cards[0]], AppCalls.Award, (_, _) => { })));
            using var folder = new TemporaryFolder();
            empty.Add(await Ours(folder.Path, callers =>
            {
                byte[] card = [];
                var issued = callers.RunOver([card], AppCalls.Issue, (_, answer) => card = IssueCards.NumberIn(answer));
                return issued.Failed > 0 ? issued : callers.RunOver([card], AppCalls.Award, (_, _) => { });
            }));
            using var beside = new TemporaryFolder();
            nothing.Add(await EmptyApp(beside.Path));
        }

        Console.WriteLine($"\nms from the start of the process, median of {Rounds} (least to most)\n");
        Console.WriteLine($"{"",-22}{"ready",24}{"first answer",24}{"CPU ms",10}{"peak MB",10}");
        Row("ours, existing store", existing);
        Row("ours, empty store", empty);
        Row("empty app", nothing);
        return 0;

        async Task<Started> Ours(string folder, Func<Callers, LoadResult> ask)
        {
            var clock = Stopwatch.StartNew();
            await using var app = await AppServer.Start("ours", folder, [], cancellation);
            var started = First(app.Server, clock, ask);
            // Its leases are given back: the next start need not wait for their end.
            await app.Stop();
            return started;
        }

        async Task<Started> EmptyApp(string folder)
        {
            var clock = Stopwatch.StartNew();
            await using var app = await BaselineServer.OnWorker("empty app", postgres: null, folder, cancellation);
            var nobodys = "9000000000000000"u8.ToArray();
            return First(app.Server, clock, callers => callers.RunOver([nobodys], BaselineServer.Nothing, (_, _) => { }));
        }

        Started First(Server server, Stopwatch clock, Func<Callers, LoadResult> ask)
        {
            var ready = clock.Elapsed;
            var answered = ask(new Callers(server.Address, 1, cancellation));
            var first = clock.Elapsed;
            return answered.Failed == 0
                ? new Started(ready, first, Usage.Of(server.ProcessIds())!)
                : throw new BenchException($"{server.Name} answered first with {answered.FirstFailure}");
        }
    }

    static void Row(string name, List<Started> starts)
    {
        Console.WriteLine($"{name,-22}{Times(start => start.Ready),24}{Times(start => start.FirstAnswer),24}"
            + $"{Median(start => start.Usage.Cpu.TotalMilliseconds),10:N0}{Median(start => start.Usage.PeakBytes / 1e6),10:N0}");

        double Median(Func<Started, double> of) => starts.Select(of).Order().ElementAt(starts.Count / 2);

        string Times(Func<Started, TimeSpan> of)
        {
            var times = starts.ConvertAll(start => of(start).TotalMilliseconds);
            return $"{Median(start => of(start).TotalMilliseconds):N0} ({times.Min():N0} to {times.Max():N0})";
        }
    }
}
