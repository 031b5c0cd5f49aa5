using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Local.Cosmos.Partitions;
using Local.Cosmos.Protocol;
using Local.Cosmos.Storage;

namespace Local.Cosmos.Queries;

/// <summary>Queries, and the query plans the SDK asks for first.</summary>
internal sealed class QueryOperations(Store store)
{
    private const int DefaultPage = 100;

    public Answer Handle(
        Incoming request, Container container, KeyScope scope, ReadOnlyMemory<byte> body, bool isPlan, CancellationToken cancellation)
    {
        var (query, resume) = Parse(body);
        QueryRules.Check(query, container.Definition.Indexing);
        if (isPlan)
        {
            var isWhole = scope.Key is not null || container.Ranges.WasAlwaysSingle;
            return Answer.Json(200, isWhole ? QueryPlan.PassThrough : QueryPlan.Of(query), lsn: container.Committed);
        }
        if (scope.IsAcross && !query.IsPlain)
        {
            throw Refusal.BadRequest(
                "The provided cross partition query can not be directly served by the gateway: its plan says what to send to each range.");
        }
        return Run(request, container, scope, query, resume, cancellation);
    }

    public Answer Run(Incoming request, Container container, KeyScope scope, Query query, ResumeFilter? resume,
        CancellationToken cancellation)
    {
        var max = request.Number("x-ms-max-item-count") is { } number and > 0 ? number : DefaultPage;
        var name = new Lazy<string>(() => NameOf(container, scope, query));
        var token = request.Header("x-ms-continuation");
        var from = string.IsNullOrEmpty(token) ? null : Continuation.Parse(token, name.Value);
        var run = new QueryRun(query, container, scope, resume, max, from, cancellation);
        var lsn = container.Committed;
        var reader = store.Readers.Rent();
        try
        {
            var (page, next) = run.Execute(reader, store.Now());
            return new Answer { Status = 200, Lsn = lsn, ItemCount = page.Count, Continuation = next?.ToString(name.Value),
                Body = page.Finish() };
        }
        finally
        {
            store.Readers.Return(reader);
        }
    }

    /// <summary>Without the key range: what a range of before a split has begun, those after it finish.</summary>
    private static string NameOf(Container container, KeyScope scope, Query query)
    {
        var text = $"{container.Rid}\n{(scope.Key is { } key ? Convert.ToBase64String(key) : "")}\n{query.Sql()}";
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }

    private static (Query Query, ResumeFilter? Resume) Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var parameters = new Dictionary<string, Value>(StringComparer.Ordinal);
            if (json.RootElement.TryGetProperty("parameters", out var list) && list.ValueKind == JsonValueKind.Array)
            {
                foreach (var parameter in list.EnumerateArray())
                    parameters[parameter.GetProperty("name").GetString()!] = Value.Of(parameter.GetProperty("value").Clone());
            }
            var query = QueryParser.Parse(json.RootElement.GetProperty("query").GetString() ?? "", parameters);
            return (query, ResumeFilter.Of(json.RootElement));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Refusal.BadRequest($"The query request is not valid: {error.Message}");
        }
    }
}
