using System.Globalization;
using Bench.App;
using Bench.Baseline;
using Bench.Load;
using Bench.Processes;

namespace Bench;

/// <summary>Awards of ours, of the same by hand in our shape and on ASP.NET alone, in turn so that all meet the same machine.</summary>
public static class CompareWithBaseline
{
    const int Rounds = 3;

    sealed record Contestant(Server Server, Workload Workload, IReadOnlyList<byte[]> Cards, Callers Callers);

    public static Task<int> Run(Options options, CancellationToken cancellation) => Run(options, ours: true, cancellation);

    /// <summary>The hand-written ones only: what this machine can do.</summary>
    public static Task<int> Alone(Options options, CancellationToken cancellation) => Run(options, ours: false, cancellation);

    static async Task<int> Run(Options options, bool ours, CancellationToken cancellation)
    {
        await using var postgres = await Postgres.Start(cancellation);
        if (postgres is null)
            return 0;
        using var folder = new TemporaryFolder();
        using var hostFolder = new TemporaryFolder();
        var cards = await BaselineTables.Make(postgres, options.Cards, cancellation);
        await using var onWorker = await BaselineServer.OnWorker("same shape", postgres, hostFolder.Path, cancellation);
        await using var bare = await BaselineServer.Bare("bare ASP.NET", postgres, cancellation);
        await using var app = ours ? await AppServer.FindOrStart(options, folder.Path, cancellation) : null;

        var contestants = new List<Contestant>();
        if (app is not null)
        {
            var callers = new Callers(app.Server.Address, options.Callers, cancellation);
            contestants.Add(new Contestant(app.Server, AppCalls.Named("award"), IssueCards.Run(callers, options.Cards), callers));
        }

        contestants.AddRange(new[] { onWorker.Server, bare.Server }.Select(server =>
            new Contestant(server, BaselineServer.Award, cards, new Callers(server.Address, options.Callers, cancellation))));
        return Measure(options, contestants);
    }

    static int Measure(Options options, List<Contestant> contestants)
    {
        Console.WriteLine($"Awards, {options.Callers} callers, {options.Cards:N0} cards, {options.WarmUp.TotalSeconds:N0} s of warm-up, {Rounds} rounds of {options.Measured.TotalSeconds:N0} s each");
        foreach (var (_, workload, cards, callers) in contestants)
            callers.RunFor(options.WarmUp, workload, cards);

        Report.Heading();
        var rounds = new List<List<Measurement>>();
        for (var round = 1; round <= Rounds; round++)
        {
            var rows = contestants.ConvertAll(it => Measurement.Take($"{it.Server.Name} {round}", it.Server,
                countStore: it.Workload != BaselineServer.Award, () => it.Callers.RunFor(options.Measured, it.Workload, it.Cards)));
            rows.ForEach(Report.Row);
            rounds.Add(rows);
        }

        Console.WriteLine();
        for (var at = 1; at < contestants.Count; at++)
        {
            var names = $"{contestants[0].Server.Name} / {contestants[at].Server.Name}";
            Ratio($"{names}, awards per second", [.. rounds.Select(rows => rows[0].Load.PerSecond / rows[at].Load.PerSecond)]);
            if (rounds[0][0].Cpu is not null)
                Ratio($"{names}, CPU per award", [.. rounds.Select(rows => CpuOf(rows[0]) / CpuOf(rows[at]))]);
        }

        return rounds.TrueForAll(rows => rows.TrueForAll(row => row.Load.Failed == 0)) ? 0 : 1;
    }

    static double CpuOf(Measurement row) => row.Cpu!.Value.TotalMicroseconds / row.Load.Count;

    static void Ratio(string what, double[] ratios)
    {
        var each = string.Join(", ", ratios.Select(ratio => ratio.ToString("N2", CultureInfo.InvariantCulture)));
        Console.WriteLine($"{what}: {ratios.Order().ElementAt(ratios.Length / 2):N2} (median of {each})");
    }
}
