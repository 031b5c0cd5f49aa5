using System.Diagnostics;

namespace Bench.Load;

/// <param name="Ticks">How long each answer took, ascending, in <see cref="Stopwatch"/> ticks.</param>
/// <param name="FirstFailure">An answer that was not the expected one, so that a wrong run explains itself.</param>
public sealed record LoadResult(IReadOnlyList<long> Ticks, TimeSpan Elapsed, TimeSpan OwnCpu, long Failed, string? FirstFailure)
{
    public int Count => Ticks.Count;

    /// <summary>Expected answers only: a server that refuses quickly is not fast.</summary>
    public double PerSecond => (Count - Failed) / Elapsed.TotalSeconds;

    public double QuantileMilliseconds(double share) =>
        Count == 0 ? 0 : Stopwatch.GetElapsedTime(0, Ticks[(int)(share * (Count - 1))]).TotalMilliseconds;
}
