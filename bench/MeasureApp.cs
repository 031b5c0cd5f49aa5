using Bench.App;
using Bench.Load;
using Bench.Processes;

namespace Bench;

/// <summary>The app alone: each workload warmed up, then measured.</summary>
public static class MeasureApp
{
    public static async Task<int> Run(Options options, CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder();
        await using var app = await AppServer.FindOrStart(options, folder.Path, cancellation);
        var callers = new Callers(app.Server.Address, options.Callers, cancellation);
        var cards = IssueCards.Run(callers, options.Cards);
        if (options.Only.Any(AppCalls.SpendsPoints))
            IssueCards.TopUp(callers, cards);

        Console.WriteLine($"{options.Callers} callers, {options.Cards:N0} cards, {options.WarmUp.TotalSeconds:N0} s of warm-up and {options.Measured.TotalSeconds:N0} s measured each");
        Report.Heading();
        var failed = 0L;
        foreach (var workload in options.Only.Select(AppCalls.Named))
        {
            callers.RunFor(options.WarmUp, workload, cards);
            var measured = Measurement.Take(workload.Name, app.Server, countStore: true,
                () => callers.RunFor(options.Measured, workload, cards));
            Report.Row(measured);
            failed += measured.Load.Failed;
        }

        return failed == 0 ? 0 : 1;
    }
}
