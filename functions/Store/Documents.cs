using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Azure.Cosmos;

namespace Functions.Store;

/// <summary>A document and the version of it that was read.</summary>
public sealed record Stored<T>(T Value, string ETag);

/// <summary>Point reads and single writes on streams, with one way to say "not there" and one to say "no answer".</summary>
public static class Documents
{
    public static async Task<Stored<T>?> Find<T>(
        this Container container, string id, string partition, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        using var response = await Sent(() => container.ReadItemStreamAsync(id, new PartitionKey(partition), cancellationToken: cancellation), $"read {container.Id}", writes: false);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        if (!response.IsSuccessStatusCode)
            throw new StoreUnavailableException($"read {container.Id} {(int)response.StatusCode}", outcomeUnknown: false);
        return new Stored<T>(JsonSerializer.Deserialize(response.Content, type)!, response.Headers.ETag);
    }

    /// <summary>Creates a document; false when its id is taken, perhaps by an attempt of ours whose answer was lost.</summary>
    public static async Task<bool> TryCreate<T>(
        this Container container, T value, string partition, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        using var response = await Sent(() => container.CreateItemStreamAsync(new MemoryStream(body), new PartitionKey(partition), cancellationToken: cancellation), $"create {container.Id}", writes: true);
        if (response.StatusCode == HttpStatusCode.Conflict)
            return false;
        return response.IsSuccessStatusCode ? true : throw Failure($"create {container.Id}", response.StatusCode);
    }

    /// <summary>Replaces a document if nobody changed it since it was read; false when somebody did, perhaps an attempt of ours.</summary>
    public static async Task<bool> TryReplace<T>(
        this Container container, T value, string id, string partition, string etag, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        var options = new ItemRequestOptions { IfMatchEtag = etag };
        using var response = await Sent(() => container.ReplaceItemStreamAsync(new MemoryStream(body), id, new PartitionKey(partition), options, cancellation), $"replace {container.Id}", writes: true);
        if (response.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound)
            return false;
        return response.IsSuccessStatusCode ? true : throw Failure($"replace {container.Id}", response.StatusCode);
    }

    /// <summary>A document that the store will never take is a mistake of ours, and no outage that passes.</summary>
    private static Exception Failure(string what, HttpStatusCode status) => status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge
        ? new InvalidOperationException($"The store refused to {what}: {(int)status}.")
        : new StoreUnavailableException($"{what} {(int)status}", outcomeUnknown: true);

    /// <summary>Removes a document; one that is gone already is no mistake.</summary>
    public static async Task Remove(this Container container, string id, string partition, CancellationToken cancellation)
    {
        using var response = await Sent(() => container.DeleteItemStreamAsync(id, new PartitionKey(partition), cancellationToken: cancellation), $"delete {container.Id}", writes: true);
        if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.NotFound)
            throw new StoreUnavailableException($"delete {container.Id} {(int)response.StatusCode}", outcomeUnknown: true);
    }

    /// <summary>Removes a document if nobody changed it since it was read; false when somebody did.</summary>
    public static async Task<bool> TryRemove(this Container container, string id, string partition, string etag, CancellationToken cancellation)
    {
        var options = new ItemRequestOptions { IfMatchEtag = etag };
        using var response = await Sent(() => container.DeleteItemStreamAsync(id, new PartitionKey(partition), options, cancellation), $"delete {container.Id}", writes: true);
        if (response.StatusCode == HttpStatusCode.PreconditionFailed)
            return false;
        return response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotFound
            ? true
            : throw new StoreUnavailableException($"delete {container.Id} {(int)response.StatusCode}", outcomeUnknown: true);
    }

    public static async Task<List<T>> Query<T>(
        this Container container, QueryDefinition query, string? partition, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        List<T> found = [];
        await foreach (var page in container.Pages(query, partition, pageSize: 1_000, type, cancellation))
            found.AddRange(page);
        return found;
    }

    /// <summary>The same, never more than a page of it in memory.</summary>
    public static async IAsyncEnumerable<T> Stream<T>(
        this Container container, QueryDefinition query, string? partition, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var page in container.Pages(query, partition, pageSize: 1_000, type, cancellation))
        {
            foreach (var item in page)
                yield return item;
        }
    }

    /// <summary>The answer as it comes: what a page leads to may be done before the next one is asked for.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<T>> Pages<T>(
        this Container container, QueryDefinition query, string? partition, int pageSize, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var options = new QueryRequestOptions { PartitionKey = partition is null ? null : new PartitionKey(partition), MaxItemCount = pageSize };
        using var pages = container.GetItemQueryStreamIterator(query, requestOptions: options);
        while (pages.HasMoreResults)
        {
            using var page = await Sent(() => pages.ReadNextAsync(cancellation), $"query {container.Id}", writes: false);
            if (!page.IsSuccessStatusCode)
                throw new StoreUnavailableException($"query {container.Id} {(int)page.StatusCode}", outcomeUnknown: false);
            using var document = await JsonDocument.ParseAsync(page.Content, cancellationToken: cancellation);
            yield return [.. document.RootElement.GetProperty("Documents").EnumerateArray().Select(item => item.Deserialize(type)!)];
        }
    }

    /// <summary>The SDK answers most failures as a status and throws the rest; both mean the same to us. Transient ones are tried again here.</summary>
    public static async Task<ResponseMessage> Sent(Func<Task<ResponseMessage>> send, string what, bool writes)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var response = await send();
                if (attempt == Attempts || !IsTransient(response.StatusCode))
                    return response;
                response.Dispose();
            }
            catch (CosmosOperationCanceledException given) when (given.CancellationToken.IsCancellationRequested)
            {
                // The caller has gone or the app stops: the store has nothing to do with it.
                throw new OperationCanceledException(given.Message, given, given.CancellationToken);
            }
            catch (Exception failure) when (failure is CosmosException or HttpRequestException or CosmosOperationCanceledException)
            {
                if (attempt == Attempts)
                    throw new StoreUnavailableException(what, outcomeUnknown: writes, failure);
            }

            await Pause(attempt);
        }
    }

    public const int Attempts = 6;

    public static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.InternalServerError or HttpStatusCode.Gone or (HttpStatusCode)449;

    /// <summary>Waits 5, 10, 20 … ms, each with jitter, so that callers in a race do not meet again.</summary>
    public static Task Pause(int attempt) =>
        Task.Delay(TimeSpan.FromMilliseconds((5 << int.Min(attempt, 7)) * (0.5 + Random.Shared.NextDouble())));
}
