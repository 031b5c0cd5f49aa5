using System.Globalization;
using Local.Cosmos.Partitions;
using Local.Cosmos.Protocol;
using Local.Cosmos.Queries;
using Local.Cosmos.Storage;

namespace Local.Cosmos.Feeds;

/// <summary>
/// The change feed, latest version: every item once, where its last change is in the order of LSNs. The continuation is an LSN;
/// the items of one batch share theirs and are never split over two pages.
/// </summary>
internal sealed class ChangeFeed(Store store)
{
    private const int DefaultPage = 100;

    public Answer Handle(Incoming request, Container container, KeyScope scope, FeedFault fault)
    {
        if (request.Header("A-IM") is { } mode && mode.Contains("Full-Fidelity", StringComparison.OrdinalIgnoreCase))
        {
            throw Refusal.BadRequest("The change feed of all versions and deletes is not supported by this server.");
        }
        // Read before the items: whatever is committed later has a higher LSN, so nothing can fall between this page and the next.
        var committed = container.Committed;
        var reader = store.Readers.Rent();
        try
        {
            var after = Start(request, container, reader, committed);
            var from = Math.Max(0, after - fault.RewindLsns);
            var page = new ResultPage(container.Rid);
            var max = request.Number("x-ms-max-item-count") is { } number and > 0 ? number : DefaultPage;
            var last = Fill(page, reader, container, scope, from, max, committed);
            var next = fault.RepeatPage ? after : Math.Max(after, last);
            return new Answer
            {
                Status = page.Count == 0 ? 304 : 200,
                Etag = $"\"{next}\"",
                Lsn = committed,
                ItemCount = page.Count,
                Body = page.Count == 0 ? default : page.Finish(),
            };
        }
        finally
        {
            store.Readers.Return(reader);
        }
    }

    /// <summary>The LSN after which the page begins: a continuation, now, a time, or the beginning.</summary>
    private static long Start(Incoming request, Container container, Reader reader, long committed)
    {
        var ifNoneMatch = request.Header("If-None-Match");
        if (ifNoneMatch == "*")
            return committed;
        if (!string.IsNullOrEmpty(ifNoneMatch))
        {
            return long.TryParse(ifNoneMatch.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var lsn)
                ? lsn : throw Refusal.BadRequest("The continuation of the change feed is not one of this server's.");
        }
        if (request.Header("If-Modified-Since") is not { } since)
            return 0;
        return DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? BeforeTime(reader, container, time.ToUnixTimeSeconds(), committed)
            : throw Refusal.BadRequest("If-Modified-Since is not a date.");
    }

    /// <summary>Seconds are in the order of LSNs, so the first change of a time is found by halving: some 30 looks into the
    /// index.</summary>
    private static long BeforeTime(Reader reader, Container container, long seconds, long committed)
    {
        var find = reader.Prepare($"SELECT ts FROM {container.Table} WHERE lsn >= ?1 ORDER BY lsn LIMIT 1");
        long low = 0, high = committed + 1;
        while (low + 1 < high)
        {
            var middle = low + ((high - low) / 2);
            find.Bind(1, middle);
            var isBefore = find.Step() && find.Long(0) < seconds;
            find.Reset();
            if (isBefore)
                low = middle;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>Returns the LSN up to which the feed has been delivered.</summary>
    private long Fill(ResultPage page, Reader reader, Container container, KeyScope scope, long from, int max, long committed)
    {
        var now = store.Now();
        var changes = reader.Prepare(scope.Key is null
            ? $"SELECT lsn, body, expires, pk FROM {container.Table} WHERE lsn > ?1 ORDER BY lsn"
            : $"""
                SELECT lsn, body, expires, pk FROM {container.Table} INDEXED BY {container.Table}_key
                WHERE pk = ?2 AND lsn > ?1 ORDER BY lsn
                """);
        changes.Bind(1, from);
        if (scope.Key is { } key)
            changes.BindText(2, key);
        try
        {
            var last = from;
            while (changes.Step())
            {
                var lsn = changes.Long(0);
                if (lsn != last && page.IsFull(max))
                    return last;
                last = lsn;
                if ((changes.IsNull(2) || changes.Long(2) > now) && scope.Holds(changes.Bytes(3)))
                    page.Add(changes.Bytes(1), lsn);
            }
            return Math.Max(last, committed);
        }
        finally
        {
            changes.Reset();
        }
    }
}
