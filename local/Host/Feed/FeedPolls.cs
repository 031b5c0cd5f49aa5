using System.Net;
using Microsoft.Azure.Cosmos;

namespace Local.Host.Feed;

/// <summary>
/// Watches the change feed reads of one processor from inside the client. A processor reads, handles what it read,
/// writes its position down and only then reads again, so a read that began after some moment and found nothing
/// proves that everything committed before that moment has been handled.
/// </summary>
sealed class FeedPolls
{
    private static readonly AsyncLocal<FeedPolls?> Current = new();
    private readonly Lock gate = new();
    private readonly HashSet<string> rangesRead = new(StringComparer.Ordinal);
    // Per partition key range, the number of the newest read that found nothing.
    private readonly Dictionary<string, long> emptyReads = new(StringComparer.Ordinal);
    private TaskCompletionSource news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long reads;

    /// <summary>From here on, reads of the caller and of everything it starts are this one's.</summary>
    public void Enter() => Current.Value = this;

    /// <summary>Completes once each of <paramref name="ranges"/> has been read: then it is settled where "now" was.</summary>
    public Task WaitForFirstReads(int ranges, CancellationToken cancellationToken) =>
        WaitUntil(() => rangesRead.Count >= ranges, cancellationToken);

    /// <summary>Completes once each of <paramref name="ranges"/> has been read to its end by a read that began after this call.</summary>
    public Task WaitForEmptyReads(int ranges, CancellationToken cancellationToken)
    {
        var before = Interlocked.Read(ref reads);
        return WaitUntil(() => emptyReads.Values.Count(number => number > before) >= ranges, cancellationToken);
    }

    private async Task WaitUntil(Func<bool> isSo, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (isSo())
                    return;
                next = news.Task;
            }
            await next.WaitAsync(cancellationToken);
        }
    }

    private void Note(string range, long number, bool isEmpty)
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            rangesRead.Add(range);
            if (isEmpty)
                emptyReads[range] = Math.Max(number, emptyReads.GetValueOrDefault(range));
            waiting = news;
            news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        waiting.SetResult();
    }

    /// <summary>Among the handlers of the client that all feeds share.</summary>
    public sealed class Watch : RequestHandler
    {
        public override async Task<ResponseMessage> SendAsync(RequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers["A-IM"] is null || Current.Value is not { } polls)
                return await base.SendAsync(request, cancellationToken);
            var number = Interlocked.Increment(ref polls.reads);
            var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotModified)
                polls.Note(Range(request), number, isEmpty: response.StatusCode == HttpStatusCode.NotModified);
            return response;
        }

        // Above the SDK's routing the range is still what the processor's lease asked for.
        private static string Range(RequestMessage request) => string.Join('|',
            request.Headers["x-ms-documentdb-partitionkeyrangeid"], request.Headers["x-ms-start-epk"], request.Headers["x-ms-end-epk"]);
    }
}
