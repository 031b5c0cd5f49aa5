using System.Text.Json;
using Local.Cosmos.Items;
using Local.Cosmos.Protocol;
using Local.Cosmos.Storage;

namespace Local.Cosmos.Queries;

/// <summary>Queries, and the query plans the SDK asks for first.</summary>
internal sealed class QueryOperations(Store store)
{
    private const int DefaultPage = 100;

    // Empty on purpose: the SDK then sends the query as it is, and with one key range the server sorts and aggregates all there is.
    private const string EmptyPlan = """
        {"partitionedQueryExecutionInfoVersion":2,"queryInfo":{"distinctType":"None","top":null,"offset":null,"limit":null,"orderBy":[],"orderByExpressions":[],"groupByExpressions":[],"groupByAliases":[],"aggregates":[],"groupByAliasToAggregateType":{},"rewrittenQuery":"","hasSelectValue":false,"hasNonStreamingOrderBy":false},"queryRanges":[{"min":"","max":"FF","isMinInclusive":true,"isMaxInclusive":false}]}
        """;

    public Answer Handle(Incoming request, Container container, ReadOnlyMemory<byte> body, bool isPlan, CancellationToken cancellation)
    {
        var query = Parse(body);
        QueryRules.Check(query, container.Definition.Indexing);
        return isPlan ? Answer.Json(200, EmptyPlan, lsn: container.Committed) : Run(request, container, query, cancellation);
    }

    public Answer Run(Incoming request, Container container, Query query, CancellationToken cancellation)
    {
        var key = request.Header("x-ms-documentdb-partitionkey") is { } header ? PartitionKey.OfHeader(header, container.Shape.PartitionKey.Count) : null;
        KeyRange.RequireAll(request);
        var max = request.Number("x-ms-max-item-count") is { } number and > 0 ? number : DefaultPage;
        var run = new QueryRun(query, container, key, max, Continuation.Parse(request.Header("x-ms-continuation")), cancellation);
        var lsn = container.Committed;
        var reader = store.Readers.Rent();
        try
        {
            var (page, continuation) = run.Execute(reader, store.Now());
            return new Answer { Status = 200, Lsn = lsn, ItemCount = page.Count, Continuation = continuation, Body = page.Finish() };
        }
        finally
        {
            store.Readers.Return(reader);
        }
    }

    private static Query Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.TryGetProperty("resumeFilter", out _))
                throw Refusal.BadRequest("Queries rewritten by a native plan (resumeFilter) are not supported by this server.");
            var parameters = new Dictionary<string, Value>(StringComparer.Ordinal);
            if (json.RootElement.TryGetProperty("parameters", out var list) && list.ValueKind == JsonValueKind.Array)
            {
                foreach (var parameter in list.EnumerateArray())
                    parameters[parameter.GetProperty("name").GetString()!] = Value.Of(parameter.GetProperty("value").Clone());
            }
            return QueryParser.Parse(json.RootElement.GetProperty("query").GetString() ?? "", parameters);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Refusal.BadRequest($"The query request is not valid: {error.Message}");
        }
    }
}

/// <summary>There is one key range, "" to "FF", and no hash of keys: parts of it, as hierarchical prefixes ask for, are refused rather than ignored.</summary>
internal static class KeyRange
{
    public static void RequireAll(Incoming request)
    {
        var start = request.Header("x-ms-start-epk");
        var end = request.Header("x-ms-end-epk");
        if (!string.IsNullOrEmpty(start) || (end is not null && end != "FF"))
            throw Refusal.BadRequest("Ranges of effective partition keys are not supported by this server.");
    }
}
