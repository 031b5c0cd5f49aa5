using System.Globalization;
using Bench.App;
using Bench.Baseline;
using Bench.Load;
using Bench.Processes;

namespace Bench;

/// <summary>Awards of ours and of the hand-written server, in turn so that both meet the same machine.</summary>
public static class CompareWithBaseline
{
    const int Rounds = 3;

    sealed record Contestant(Server Server, Workload Workload, IReadOnlyList<byte[]> Cards, Callers Callers);

    public static async Task<int> Run(Options options, CancellationToken cancellation)
    {
        await using var postgres = await Postgres.Start(cancellation);
        if (postgres is null)
            return 0;
        await using var baseline = await BaselineServer.Start(postgres, options.Cards, cancellation);
        await using var app = options.BaselineAlone ? null : await AppServer.Start(options, cancellation);

        var contestants = new List<Contestant>();
        if (app is not null)
        {
            var callers = new Callers(app.Server.Address, options.Callers, cancellation);
            contestants.Add(new Contestant(app.Server, AppCalls.Named("award"), IssueCards.Run(callers, options.Cards), callers));
        }

        contestants.Add(new Contestant(baseline.Server, BaselineServer.Award, baseline.Cards,
            new Callers(baseline.Server.Address, options.Callers, cancellation)));
        return Measure(options, contestants);
    }

    static int Measure(Options options, List<Contestant> contestants)
    {
        Console.WriteLine($"Awards, {options.Callers} callers, {options.Cards:N0} cards, {options.WarmUp.TotalSeconds:N0} s of warm-up, {Rounds} rounds of {options.Measured.TotalSeconds:N0} s each");
        foreach (var (_, workload, cards, callers) in contestants)
            callers.RunFor(options.WarmUp, workload, cards);

        Report.Heading();
        var ratios = new List<double>();
        var failed = 0L;
        for (var round = 1; round <= Rounds; round++)
        {
            var rows = contestants.ConvertAll(it => Measurement.Take($"{it.Server.Name} {round}", it.Server,
                countStore: it.Workload != BaselineServer.Award, () => it.Callers.RunFor(options.Measured, it.Workload, it.Cards)));
            rows.ForEach(Report.Row);
            failed += rows.Sum(row => row.Load.Failed);
            if (rows is [var ours, var theirs])
                ratios.Add(ours.Load.PerSecond / theirs.Load.PerSecond);
        }

        if (ratios.Count > 0)
        {
            var each = string.Join(", ", ratios.Select(ratio => ratio.ToString("N2", CultureInfo.InvariantCulture)));
            Console.WriteLine($"\nours / baseline: {ratios.Order().ElementAt(ratios.Count / 2):N2} (median of {each})");
        }

        return failed == 0 ? 0 : 1;
    }
}
