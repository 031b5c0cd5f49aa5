using Microsoft.Azure.Cosmos;

namespace Local.Worker.Feed;

/// <summary>
/// Watches the change feed reads of one processor from inside its client. A processor reads, handles what it read,
/// writes its position down and only then reads again, so a read that began after some moment and found nothing
/// proves that everything committed before that moment has been handled.
/// </summary>
public sealed class FeedPolls : RequestHandler
{
    private readonly Lock gate = new();
    // Per partition key range, the number of the newest read that found nothing.
    private readonly Dictionary<string, long> emptyReads = new(StringComparer.Ordinal);
    private TaskCompletionSource news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long reads;

    public override async Task<ResponseMessage> SendAsync(RequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers["A-IM"] is null)
            return await base.SendAsync(request, cancellationToken);
        var number = Interlocked.Increment(ref reads);
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode == System.Net.HttpStatusCode.NotModified)
            Note(Range(request), number);
        return response;
    }

    /// <summary>Completes once every one of <paramref name="ranges"/> has been read to its end by a read that began after this call.</summary>
    public async Task WaitForEmptyReads(int ranges, CancellationToken cancellationToken)
    {
        var before = Interlocked.Read(ref reads);
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (emptyReads.Values.Count(number => number > before) >= ranges)
                    return;
                next = news.Task;
            }
            await next.WaitAsync(cancellationToken);
        }
    }

    private void Note(string range, long number)
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            emptyReads[range] = Math.Max(number, emptyReads.GetValueOrDefault(range));
            waiting = news;
            news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        waiting.SetResult();
    }

    // Above the SDK's routing the range is still what the processor's lease asked for.
    private static string Range(RequestMessage request) =>
        $"{request.Headers["x-ms-documentdb-partitionkeyrangeid"]}|{request.Headers["x-ms-start-epk"]}|{request.Headers["x-ms-end-epk"]}";
}
