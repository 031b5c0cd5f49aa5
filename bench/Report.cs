using System.Globalization;
using System.Text;

namespace Bench;

/// <summary>The table, one line as soon as it is known.</summary>
public static class Report
{
    static readonly CompositeFormat Layout = CompositeFormat.Parse("{0,-16}{1,9}{2,9}{3,9}{4,9}{5,11}{6,11}{7,11}{8,10}{9,22}{10,8}");

    public static void Heading()
    {
        Console.WriteLine();
        Line("", "per s", "p50 ms", "p99 ms", "max ms", "CPU µs/op", "load µs/op", "memory MB", "peak MB", "store reads+batches", "failed");
    }

    public static void Row(Measurement row)
    {
        var load = row.Load;
        Line(row.Name,
            $"{load.PerSecond:N0}",
            $"{load.QuantileMilliseconds(0.50):N2}",
            $"{load.QuantileMilliseconds(0.99):N2}",
            $"{load.QuantileMilliseconds(1):N1}",
            row.Cpu is { } cpu ? $"{cpu.TotalMicroseconds / load.Count:N0}" : "n/a",
            $"{load.OwnCpu.TotalMicroseconds / load.Count:N0}",
            row.Usage is { } usage ? $"{usage.MemoryBytes / 1e6:N0}" : "n/a",
            row.Usage is { } peak ? $"{peak.PeakBytes / 1e6:N0}" : "n/a",
            row.Store is { } store ? $"{Per(store.Reads)}+{Per(store.Batches)}={Per(store.Total)}" : "n/a",
            $"{load.Failed}");
        if (load.FirstFailure is not null)
            Console.WriteLine($"  first failure: {load.FirstFailure}");

        string Per(long requests) => $"{(double)requests / load.Count:N2}";
    }

    static void Line(params string[] cells) =>
        Console.WriteLine(string.Format(CultureInfo.InvariantCulture, Layout, (object[])cells));
}
