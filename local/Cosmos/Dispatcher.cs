using System.Text;
using Local.Cosmos.Batches;
using Local.Cosmos.Feeds;
using Local.Cosmos.Items;
using Local.Cosmos.Operations;
using Local.Cosmos.Partitions;
using Local.Cosmos.Protocol;
using Local.Cosmos.Queries;
using Local.Cosmos.Resources;
using Local.Cosmos.Storage;

namespace Local.Cosmos;

/// <summary>From a request to its answer: finds out what is asked, lets the faults have their way, and turns refusals into
/// statuses.</summary>
internal sealed class Dispatcher(Store store, RequestLog requests, Faults faults)
{
    private readonly PointOperations points = new(store);
    private readonly BatchOperations batches = new(store);
    private readonly QueryOperations queries = new(store);
    private readonly ChangeFeed feed = new(store);
    private readonly ReadFeed readFeed = new(store);
    private readonly DatabaseResources databases = new(store);
    private readonly ContainerResources containers = new(store);
    private readonly Offers offers = new(store);

    public async ValueTask<Answer> Handle(Incoming request, CancellationToken cancellation)
    {
        if (faults.IsCrashed)
            return Dropped();
        string? contentPath = null;
        var answer = await Guarded(async () =>
        {
            var target = Target.Of(request, store.Catalog);
            contentPath = target.ContentPath;
            var body = request.Method is "GET" or "DELETE" ? default : await request.ReadBody(cancellation);
            var fault = faults.OnRequest is null ? null : FaultFor(request, target, body);
            return await Execute(request, target, body, fault, cancellation);
        });
        answer.ContentPath = contentPath;
        return answer.To(request);
    }

    private async ValueTask<Answer> Guarded(Func<ValueTask<Answer>> execute)
    {
        try
        {
            return await execute();
        }
        catch (Refusal refusal)
        {
            return Answer.Error(refusal.Status, refusal.Message, refusal.SubStatus);
        }
        catch (Exception) when (faults.IsCrashed)
        {
            return Dropped();
        }
        catch (Exception error) when (error is StorageException or ObjectDisposedException)
        {
            return Answer.Error(503, error.Message);
        }
    }

    private async ValueTask<Answer> Execute(
        Incoming request, Target target, ReadOnlyMemory<byte> body, Fault? fault, CancellationToken cancellation)
    {
        if (fault is null)
            return await Execute(request, target, body, default(FeedFault), cancellation);
        if (fault.Wait > TimeSpan.Zero)
            await Task.Delay(fault.Wait, store.Clock, cancellation);
        if (!fault.AfterCommit && Replacement(fault) is { } instead)
            return instead;
        var answer = await Execute(request, target, body, new FeedFault(fault.RewindLsns, fault.RepeatPage), cancellation);
        return Replacement(fault) ?? answer;
    }

    private async ValueTask<Answer> Execute(
        Incoming request, Target target, ReadOnlyMemory<byte> body, FeedFault fault, CancellationToken cancellation)
    {
        if (target.Kind < RequestKind.Create)
        {
            requests.Count(target.Kind);
            return await Resource(request, target, body);
        }
        var container = target.Container ?? throw Refusal.OwnerNotFound();
        var scope = KeyScope.Of(request, container.Shape, container.Ranges);
        if (target.Kind is RequestKind.Read or RequestKind.Query or RequestKind.ReadFeed or RequestKind.ChangeFeed)
            SessionToken.Check(request, container.Committed);
        var answer = await Execute(request, target, container, scope, body, fault, cancellation);
        answer.RangeId = scope.RangeId;
        return answer;
    }

    private ValueTask<Answer> Execute(
        Incoming request, Target target, Container container, KeyScope scope, ReadOnlyMemory<byte> body, FeedFault fault,
            CancellationToken cancellation)
    {
        var counters = requests.For(container.Id);
        switch (target.Kind)
        {
            case RequestKind.Read:
                counters.Count(target.Kind, 1);
                return new ValueTask<Answer>(points.Read(request, container, scope, target.Id!));
            case RequestKind.Batch:
                var rows = BatchOperations.Read(body);
                counters.Count(target.Kind, rows.Count, BatchOperations.BytesOf(rows));
                return new ValueTask<Answer>(batches.Handle(request, container, scope, rows));
            case RequestKind.Query or RequestKind.QueryPlan:
                counters.Count(target.Kind);
                return new ValueTask<Answer>(
                    queries.Handle(request, container, scope, body, target.Kind == RequestKind.QueryPlan, cancellation));
            case RequestKind.ReadFeed:
                counters.Count(target.Kind);
                return new ValueTask<Answer>(readFeed.Handle(request, container, scope, cancellation));
            case RequestKind.ChangeFeed:
                counters.Count(target.Kind);
                return new ValueTask<Answer>(feed.Handle(request, container, scope, fault));
            default:
                counters.Count(target.Kind, 1, body.Length);
                return points.Write(request, container, scope, Verb(target.Kind), target.Id, body);
        }
    }

    private async ValueTask<Answer> Resource(Incoming request, Target target, ReadOnlyMemory<byte> body) => target.Kind switch
    {
        RequestKind.Account => AccountResources.Account(request),
        RequestKind.Database => await databases.Handle(request, body),
        RequestKind.Container => await containers.Handle(request, body),
        RequestKind.Offer => await offers.Handle(request, body),
        RequestKind.PartitionKeyRanges => AccountResources.KeyRanges(request, target.Container ?? throw Refusal.OwnerNotFound()),
        _ => Answer.Error(404, $"Not supported by this server: {request.Method} {request.Path}"),
    };

    private static ItemVerb Verb(RequestKind kind) => kind switch
    {
        RequestKind.Create => ItemVerb.Create,
        RequestKind.Replace => ItemVerb.Replace,
        RequestKind.Upsert => ItemVerb.Upsert,
        RequestKind.Delete => ItemVerb.Delete,
        RequestKind.Patch => ItemVerb.Patch,
        _ => throw new Refusal(405, "The method is not supported on items."),
    };

    private Fault? FaultFor(Incoming request, Target target, ReadOnlyMemory<byte> body)
    {
        var id = target.Id;
        if (target is { Kind: RequestKind.Create or RequestKind.Upsert, Container: { } container })
            id = ItemScan.Read(body.Span, container.Shape, container.System).Id;
        return faults.For(
            target.Kind, target.Container?.Id, id is null
                ? null : Encoding.UTF8.GetString(id), request.Header("x-ms-documentdb-partitionkey"));
    }

    private static Answer Dropped() => new() { Status = 503, IsDropped = true };

    private static Answer? Replacement(Fault fault)
    {
        if (fault.Drop)
            return Dropped();
        if (fault.Status == 0)
            return null;
        var error = Answer.Error(fault.Status, "Injected fault.", fault.SubStatus);
        return fault.RetryAfter is not { } wait
            ? error
            : new Answer { Status = error.Status, SubStatus = error.SubStatus, Body = error.Body,
                RetryAfterMilliseconds = (long)wait.TotalMilliseconds };
    }
}
