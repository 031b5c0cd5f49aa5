using System.Text.Json;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;

namespace Functions.Store;

/// <summary>How the store and its change feed keep up. Document ids never get here: some of them are card numbers.</summary>
public sealed partial class StoreEvents(ILogger<StoreEvents> log, TimeProvider clock)
{
    /// <summary>Says how far behind the feed is; every function that handles one begins with it.</summary>
    public void Handled(string function, IReadOnlyList<JsonElement> changes)
    {
        if (changes.Count == 0 || !log.IsEnabled(LogLevel.Information))
            return;
        var oldest = changes.Min(change => change.TryGetProperty("_ts", out var written) ? written.GetInt64() : long.MaxValue);
        FeedHandled(function, changes.Count, long.Max(0, clock.GetUtcNow().ToUnixTimeSeconds() - oldest));
    }

    [LoggerMessage(LogLevel.Information, EventName = "FeedHandled", Message = "{Function} has {Count} changes, the oldest {OldestSeconds} s old")]
    private partial void FeedHandled(string function, int count, long oldestSeconds);

    [LoggerMessage(LogLevel.Warning, EventName = "StoreRetried", Message = "{Method} on {Container} was answered {Status} and is tried again")]
    public partial void StoreRetried(string method, string container, int status);
}

/// <summary>Sees every answer that the SDK could not better by itself.</summary>
public sealed class TransientAnswers(StoreEvents events) : RequestHandler
{
    public override async Task<ResponseMessage> SendAsync(RequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (Documents.IsTransient(response.StatusCode))
            events.StoreRetried(request.Method.Method, ContainerOf(request.RequestUri), (int)response.StatusCode);
        return response;
    }

    /// <summary>The name behind <c>colls</c> and nothing after it.</summary>
    private static string ContainerOf(Uri uri)
    {
        var parts = uri.OriginalString.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return Array.IndexOf(parts, "colls") is var at and >= 0 && at + 1 < parts.Length ? parts[at + 1] : "";
    }
}
