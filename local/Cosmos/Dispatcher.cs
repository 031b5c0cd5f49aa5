using System.Text;
using Local.Cosmos.Batches;
using Local.Cosmos.Feeds;
using Local.Cosmos.Items;
using Local.Cosmos.Queries;
using Local.Cosmos.Resources;
using Local.Cosmos.Storage;

namespace Local.Cosmos;

/// <summary>What a request is about.</summary>
internal readonly record struct Target(RequestKind Kind, Container? Container = null, byte[]? Id = null);

/// <summary>From a request to its answer: finds out what is asked, lets the faults have their way, and turns refusals into statuses.</summary>
internal sealed class Dispatcher(Store store, RequestLog requests, Faults faults)
{
    static readonly Answer Dropped = new() { Status = 503, IsDropped = true };

    readonly PointOperations _points = new(store);
    readonly BatchOperations _batches = new(store);
    readonly QueryOperations _queries = new(store);
    readonly ChangeFeed _feed = new(store);
    readonly ReadFeed _readFeed = new(store);
    readonly AccountResources _resources = new(store);

    public async ValueTask<Answer> Handle(Incoming request, CancellationToken cancellation)
    {
        if (faults.IsCrashed) return Dropped;
        try
        {
            var target = Classify(request);
            var body = request.Method is "GET" or "DELETE" ? default : await request.ReadBody(cancellation);
            if (faults.OnRequest is null) return await Execute(request, target, body, null, cancellation);
            return await Execute(request, target, body, FaultFor(request, target, body), cancellation);
        }
        catch (Refusal refusal)
        {
            return Answer.Error(refusal.Status, refusal.Message, refusal.SubStatus);
        }
        catch (Exception) when (faults.IsCrashed)
        {
            return Dropped;
        }
        catch (Exception error) when (error is StorageException or ObjectDisposedException)
        {
            return Answer.Error(503, error.Message);
        }
    }

    async ValueTask<Answer> Execute(Incoming request, Target target, ReadOnlyMemory<byte> body, Fault? fault, CancellationToken cancellation)
    {
        if (fault is null) return await Execute(request, target, body, default(FeedFault), cancellation);
        if (fault.Wait > TimeSpan.Zero) await Task.Delay(fault.Wait, store.Clock, cancellation);
        if (!fault.AfterCommit && Replacement(fault) is { } instead) return instead;
        var answer = await Execute(request, target, body, new FeedFault(fault.RewindLsns, fault.RepeatPage), cancellation);
        return Replacement(fault) ?? answer;
    }

    ValueTask<Answer> Execute(Incoming request, Target target, ReadOnlyMemory<byte> body, FeedFault fault, CancellationToken cancellation)
    {
        if (target.Kind < RequestKind.Create)
        {
            requests.Count(target.Kind);
            return _resources.Handle(request, target, body);
        }
        var container = target.Container ?? throw Refusal.OwnerNotFound();
        switch (target.Kind)
        {
            case RequestKind.Read:
                container.Counters.Count(target.Kind, 1);
                return new ValueTask<Answer>(_points.Read(request, container, target.Id!));
            case RequestKind.Batch:
                return _batches.Handle(request, container, body);
            case RequestKind.Query or RequestKind.QueryPlan:
                container.Counters.Count(target.Kind);
                return new ValueTask<Answer>(_queries.Handle(request, container, body, target.Kind == RequestKind.QueryPlan, cancellation));
            case RequestKind.ReadFeed:
                container.Counters.Count(target.Kind);
                return new ValueTask<Answer>(_readFeed.Handle(request, container, cancellation));
            case RequestKind.ChangeFeed:
                container.Counters.Count(target.Kind);
                return new ValueTask<Answer>(_feed.Handle(request, container, fault));
            default:
                container.Counters.Count(target.Kind, 1, body.Length);
                return _points.Write(request, container, target, body);
        }
    }

    Target Classify(Incoming request)
    {
        var path = request.Path.AsSpan();
        switch (Route.Segments(path))
        {
            case 0: return new Target(RequestKind.Account);
            case 1 or 2 when path.StartsWith("offers", StringComparison.Ordinal): return new Target(RequestKind.Offer);
            case 1 or 2: return new Target(RequestKind.Database);
            case 3 or 4: return new Target(RequestKind.Container);
        }
        var route = Route.Parse(path, store.Catalog);
        if (route.Kind is "pkranges") return new Target(RequestKind.PartitionKeyRanges, route.Container);
        if (route.Kind is not "docs") return new Target(RequestKind.Other, route.Container);
        return new Target(KindOf(request, !route.Id.IsEmpty), route.Container, route.Id.IsEmpty ? null : ItemId.OfPath(route.Id));
    }

    static RequestKind KindOf(Incoming request, bool hasId) => (request.Method, hasId) switch
    {
        ("GET", true) => RequestKind.Read,
        ("GET", false) => request.Header("A-IM") is null ? RequestKind.ReadFeed : RequestKind.ChangeFeed,
        ("PUT", true) => RequestKind.Replace,
        ("DELETE", true) => RequestKind.Delete,
        ("PATCH", true) => RequestKind.Patch,
        ("POST", false) when request.Flag("x-ms-cosmos-is-batch-request") => RequestKind.Batch,
        ("POST", false) when request.Flag("x-ms-cosmos-is-query-plan-request") => RequestKind.QueryPlan,
        ("POST", false) when request.Flag("x-ms-documentdb-isquery") => RequestKind.Query,
        ("POST", false) when request.Flag("x-ms-documentdb-is-upsert") => RequestKind.Upsert,
        ("POST", false) => RequestKind.Create,
        _ => RequestKind.Other,
    };

    Fault? FaultFor(Incoming request, Target target, ReadOnlyMemory<byte> body)
    {
        var id = target.Id;
        if (target is { Kind: RequestKind.Create or RequestKind.Upsert, Container: { } container })
        {
            id = ItemScan.Read(body.Span, container.Shape, container.System).Id;
        }
        return faults.For(target.Kind, target.Container?.Id, id is null ? null : Encoding.UTF8.GetString(id), request.Header("x-ms-documentdb-partitionkey"));
    }

    static Answer? Replacement(Fault fault)
    {
        if (fault.Drop) return Dropped;
        if (fault.Status == 0) return null;
        var error = Answer.Error(fault.Status, "Injected fault.", fault.SubStatus);
        return fault.RetryAfter is not { } wait ? error
            : new Answer { Status = error.Status, SubStatus = error.SubStatus, Body = error.Body, RetryAfterMilliseconds = (long)wait.TotalMilliseconds };
    }
}

/// <summary>What a fault does to one page of the change feed.</summary>
internal readonly record struct FeedFault(int RewindLsns, bool RepeatPage);
