using System.Text.Json;
using Local.Cosmos.Partitions;
using Local.Cosmos.Storage;

namespace Local.Cosmos.Queries;

/// <summary>One page of one query.</summary>
internal sealed class QueryRun(
    Query query, Container container, KeyScope scope, ResumeFilter? resume, int maxItems, Continuation? from,
        CancellationToken cancellation)
{
    private const int MaxSorted = 1000;
    private readonly ResultPage page = new(container.Rid);
    private byte[] buffer = new byte[4096];

    public (ResultPage Page, Continuation? Next) Execute(Reader reader, long now)
    {
        var access = AccessPath.Choose(query, container, scope.Key);
        using var scan = new Scan(reader, container, access, scope, now);
        var isOrdered = query.OrderBy.Count == 0 || (access is IndexAccess index && index.IsOrderOf(query, container));
        var next = query.IsCollected ? Collect(scan) : isOrdered ? Stream(scan) : Sort(scan);
        return (page, next);
    }

    /// <summary>The items as they come, until the page is full and one more is known to follow.</summary>
    private Continuation? Stream(Scan scan)
    {
        scan.Start(from?.Position);
        var emitted = from?.Emitted ?? 0;
        var skip = from is null ? query.Offset : 0;
        Continuation? next = null;
        while (emitted < (query.Limit ?? long.MaxValue) && Match(scan, out var document))
        {
            using (document)
            {
                if (skip-- > 0)
                    continue;
                if (page.IsFull(maxItems))
                    return next;
                Emit(document, scan.Body);
                emitted++;
                if (page.IsFull(maxItems))
                    next = new Continuation(emitted, scan.Position, null, 0);
            }
        }
        return null;
    }

    private Continuation? Sort(Scan scan)
    {
        scan.Start(null);
        var emitted = from?.Emitted ?? 0;
        var skip = from is null ? query.Offset : 0;
        var wanted = Math.Min(Math.Min(maxItems, MaxSorted), query.Limit - emitted ?? long.MaxValue);
        var sorted = new Sorted(query.OrderBy, from, skip + wanted + 1);
        while (Match(scan, out var document))
        {
            using (document)
                sorted.Add(Value.Of(document.RootElement), scan.Rid, scan.Body);
        }
        SortedItem last = default;
        foreach (var item in sorted.Finish())
        {
            if (skip-- > 0)
                continue;
            if (wanted-- == 0 || page.IsFull(maxItems))
            {
                return emitted < (query.Limit ?? long.MaxValue) ? new Continuation(emitted, null, last.Key, last.Rid) : null;
            }
            using var document = JsonDocument.Parse(item.Body);
            Emit(document, item.Body);
            emitted++;
            last = item;
        }
        return null;
    }

    /// <summary>DISTINCT, GROUP BY and aggregates: all of it in one page.</summary>
    private Continuation? Collect(Scan scan)
    {
        scan.Start(null);
        var sorted = query.OrderBy.Count == 0 ? null : new Sorted(query.OrderBy, null, int.MaxValue);
        var groups = new Groups(query);
        while (Match(scan, out var document))
        {
            using (document)
            {
                if (sorted is null)
                    groups.Add(document.RootElement);
                else
                    sorted.Add(Value.Of(document.RootElement), scan.Rid, scan.Body);
            }
        }
        foreach (var item in sorted?.Finish() ?? [])
        {
            using var document = JsonDocument.Parse(item.Body);
            groups.Add(document.RootElement);
        }
        var rows = groups.Rows();
        foreach (var row in rows.Skip((int)query.Offset).Take((int)Math.Min(query.Limit ?? int.MaxValue, int.MaxValue)))
            page.Add(row);
        return null;
    }

    private bool Match(Scan scan, out JsonDocument document)
    {
        while (scan.Next())
        {
            cancellation.ThrowIfCancellationRequested();
            var body = scan.Body;
            if (buffer.Length < body.Length)
                buffer = new byte[body.Length * 2];
            body.CopyTo(buffer);
            document = JsonDocument.Parse(buffer.AsMemory(0, body.Length));
            if (query.Matches(document.RootElement)
                && (resume is null || resume.Admits(query.OrderBy, Value.Of(document.RootElement), scan.Rid)))
                return true;
            document.Dispose();
        }
        document = null!;
        return false;
    }

    private void Emit(JsonDocument document, ReadOnlySpan<byte> body)
    {
        if (query.Select is null)
            page.Add(body);
        else
            page.Add(query.Select.Evaluate(new Scope(Value.Of(document.RootElement))));
    }
}
