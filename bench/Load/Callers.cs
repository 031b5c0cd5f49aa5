using System.Diagnostics;
using System.Net;
using System.Text;

namespace Bench.Load;

/// <summary>A closed loop: each caller sends its next request when the last one is answered.</summary>
public sealed class Callers(IPEndPoint server, int count, CancellationToken cancellation)
{
    // Another run against the same app must not replay this one's operations.
    readonly uint run = (uint)Random.Shared.Next();
    int series;

    /// <summary>Draws cards at random, for as long as asked.</summary>
    public LoadResult RunFor(TimeSpan duration, Workload workload, IReadOnlyList<byte[]> cards)
    {
        var until = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        return Run(caller =>
        {
            while (Stopwatch.GetTimestamp() < until && !cancellation.IsCancellationRequested)
                caller.Send(workload.Pick(caller.Random), cards[caller.Random.Next(cards.Count)]);
        });
    }

    /// <summary>Sends one request for each card.</summary>
    /// <param name="answered">Called on the callers' threads; each index once.</param>
    public LoadResult RunOver(IReadOnlyList<byte[]> cards, RequestTemplate request, Action<int, ReadOnlySpan<byte>> answered) =>
        Run(caller =>
        {
            for (var at = caller.Index; at < cards.Count && !cancellation.IsCancellationRequested; at += count)
            {
                if (caller.Send(request, cards[at]))
                    answered(at, caller.Body);
            }
        });

    LoadResult Run(Action<Caller> loop)
    {
        series++;
        var callers = new Caller[count];
        using var self = Process.GetCurrentProcess();
        var cpuBefore = self.TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();

        Exception? broken = null;
        var threads = Enumerable.Range(0, count).Select(index => new Thread(() =>
        {
            try
            {
                using var connection = new Connection(server);
                loop(callers[index] = new Caller(connection, index, $"b{run:x8}-{series:x}-{index:x}-"));
            }
            catch (Exception failure)
            {
                Interlocked.CompareExchange(ref broken, failure, null);
            }
        }) { IsBackground = true }).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        var elapsed = Stopwatch.GetElapsedTime(started);
        self.Refresh();
        cancellation.ThrowIfCancellationRequested();
        if (broken is not null)
            throw new IOException($"A caller broke off: {broken.Message}", broken);

        return new LoadResult(
            [.. callers.SelectMany(caller => caller.Ticks).Order()], elapsed, self.TotalProcessorTime - cpuBefore,
            callers.Sum(caller => caller.Failed), callers.Select(caller => caller.FirstFailure).FirstOrDefault(it => it is not null));
    }

    sealed class Caller(Connection connection, int index, string keyPrefix)
    {
        readonly byte[] key = Encoding.ASCII.GetBytes(keyPrefix + "00000000");
        readonly byte[] request = new byte[16 * 1024];
        uint sent;

        public int Index => index;
        public Random Random { get; } = new(index);
        public List<long> Ticks { get; } = new(100_000);
        public long Failed { get; private set; }
        public string? FirstFailure { get; private set; }
        public ReadOnlySpan<byte> Body => connection.Body;

        public bool Send(RequestTemplate template, byte[] card)
        {
            _ = (sent++).TryFormat(key.AsSpan(keyPrefix.Length), out _, "x8");
            var length = template.Write(request, card, key);

            var before = Stopwatch.GetTimestamp();
            var status = connection.Send(request.AsSpan(0, length));
            Ticks.Add(Stopwatch.GetTimestamp() - before);

            if (status == template.ExpectedStatus)
                return true;
            Failed++;
            FirstFailure ??= $"{status} {Encoding.UTF8.GetString(Body)}";
            return false;
        }
    }
}
