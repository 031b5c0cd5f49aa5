using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Bench;

public sealed record Options
{
    public static readonly IReadOnlyList<string> Workloads = ["award", "redeem", "balance", "mixed"];

    public const string Usage = """
        bench [--url http://127.0.0.1:7071 [--pid N]] [--only award,redeem,balance,mixed] [--seconds 10] [--warmup 15]
              [--callers 16] [--cards 10000] [--baseline | --baseline-alone | --split | --start]
          --url             an app that already runs on this machine (--pid adds its CPU and memory); otherwise one is started
          --baseline        awards against the same written by hand on PostgreSQL, in our shape and on ASP.NET alone, in turn, with both ratios
          --baseline-alone  only the hand-written ones: what this machine can do
          --split           what host, worker, store and app each take of an award's CPU
          --start           from the start of the process to the first award, against an empty app
        """;

    public IPEndPoint? Address { get; private init; }
    public int? ProcessId { get; private init; }
    public IReadOnlyList<string> Only { get; private init; } = Workloads;
    public TimeSpan Measured { get; private init; } = TimeSpan.FromSeconds(10);
    public TimeSpan WarmUp { get; private init; } = TimeSpan.FromSeconds(15);
    public int Callers { get; private init; } = 16;
    public int Cards { get; private init; } = 10_000;

    /// <summary>What is measured.</summary>
    public Func<Options, CancellationToken, Task<int>> Run { get; private init; } = MeasureApp.Run;

    public static bool TryParse(
        string[] args, [NotNullWhen(true)] out Options? options, [NotNullWhen(false)] out string? complaint)
    {
        try
        {
            (options, complaint) = (Parse(args), null);
            return true;
        }
        catch (FormatException wrong)
        {
            (options, complaint) = (null, wrong.Message);
            return false;
        }
    }

    static Options Parse(string[] args)
    {
        var options = new Options();
        for (var at = 0; at < args.Length; at++)
        {
            var name = args[at];
            options = name switch
            {
                "--url" => options with { Address = Loopback(Value()) },
                "--pid" => options with { ProcessId = Number(name, Value(), 1, int.MaxValue) },
                "--only" => options with { Only = Names(Value()) },
                "--seconds" => options with { Measured = TimeSpan.FromSeconds(Number(name, Value(), 1, 600)) },
                "--warmup" => options with { WarmUp = TimeSpan.FromSeconds(Number(name, Value(), 0, 600)) },
                "--callers" => options with { Callers = Number(name, Value(), 1, 256) },
                "--cards" => options with { Cards = Number(name, Value(), 1, 1_000_000) },
                "--baseline" => options with { Run = CompareWithBaseline.Run },
                "--baseline-alone" => options with { Run = CompareWithBaseline.Alone },
                "--split" => options with { Run = SplitAward.Run },
                "--start" => options with { Run = MeasureStart.Run },
                _ => throw new FormatException($"Unknown option {name}."),
            };

            string Value() => ++at < args.Length ? args[at] : throw new FormatException($"{name} needs a value.");
        }

        return options;
    }

    /// <summary>Load goes to this machine only: somebody else's server never asked for it.</summary>
    static IPEndPoint Loopback(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && string.Equals(url.Scheme, "http", StringComparison.Ordinal) && url.IsLoopback
            ? new IPEndPoint(IPAddress.Loopback, url.Port)
            : throw new FormatException($"--url must be http on this machine, not {text}.");

    static string[] Names(string text)
    {
        var names = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.Length > 0 && names.All(Workloads.Contains)
            ? names
            : throw new FormatException($"--only takes {string.Join(',', Workloads)}, not {text}.");
    }

    static int Number(string name, string text, int least, int most) =>
        int.TryParse(text, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{name} takes {least} to {most}, not {text}.");
}
