using System.Collections.Concurrent;
using Microsoft.Azure.Cosmos;

namespace Local.Tests.Cosmos;

/// <summary>The SDK's own reader of a change feed, and what it delivers.</summary>
internal static class FeedProcessing
{
    public static ChangeFeedProcessor Processor(Sandbox sandbox, Container leases, BlockingCollection<string> seen) => sandbox.Items
        .GetChangeFeedProcessorBuilder<Doc>("test", (IReadOnlyCollection<Doc> changes, CancellationToken cancellation) =>
        {
            foreach (var doc in changes)
                seen.Add(doc.Id, cancellation);
            return Task.CompletedTask;
        })
        .WithInstanceName("one").WithLeaseContainer(leases).WithPollInterval(TimeSpan.FromMilliseconds(20))
        .WithStartTime(DateTime.MinValue.ToUniversalTime()).Build();

    public static Task<string> Next(BlockingCollection<string> seen, string otherwise = "No change was delivered.") => Task.Run(() =>
        seen.TryTake(out var id, TimeSpan.FromSeconds(60)) ? id : throw new TimeoutException(otherwise));
}
