using System.Net;
using System.Net.Http.Headers;
using Functions.Store;

namespace Functions.Journal;

/// <summary>
/// The exported journal in Blob Storage, over whatever answers the HttpClient named "journal". Blobs are created and read, and
/// never changed: the container may be immutable.
/// </summary>
public sealed class JournalStore(IHttpClientFactory http, BlobAccess access, Settings settings)
{
    public const string HttpClientName = "journal";
    private const string ApiVersion = "2023-11-03";

    /// <summary>Writes a blob; one that is there already must hold the same bytes, perhaps written by an attempt of ours whose answer was lost.</summary>
    /// <exception cref="JournalConflictException">When it holds others.</exception>
    public async Task Keep(string name, byte[] content, CancellationToken cancellation)
    {
        using var response = await Send(() => Put(name, content), cancellation);
        if (response.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed)
        {
            if (!(await Read(name, cancellation)).AsSpan().SequenceEqual(content))
                throw new JournalConflictException(name);
        }
        else if (!response.IsSuccessStatusCode)
        {
            throw Refused($"write {name}", response);
        }
    }

    /// <summary>Null when there is no such blob.</summary>
    public async Task<byte[]?> Read(string name, CancellationToken cancellation)
    {
        using var response = await Send(() => new HttpRequestMessage(HttpMethod.Get, Address(name)), cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        return response.IsSuccessStatusCode ? await response.Content.ReadAsByteArrayAsync(cancellation) : throw Refused($"read {name}", response);
    }

    /// <summary>In Azure the template makes it.</summary>
    public async Task CreateContainer(CancellationToken cancellation)
    {
        using var response = await Send(() => new HttpRequestMessage(HttpMethod.Put, new Uri($"{access.Endpoint}/{settings.JournalContainer}?restype=container")), cancellation);
        if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.Conflict)
            throw Refused("create container", response);
    }

    private HttpRequestMessage Put(string name, byte[] content)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, Address(name)) { Content = new ByteArrayContent(content) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(name.EndsWith(".ndjson", StringComparison.Ordinal) ? "application/x-ndjson" : "application/json");
        request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        request.Headers.Add("x-ms-blob-type", "BlockBlob");
        return request;
    }

    private Uri Address(string name) => new($"{access.Endpoint}/{settings.JournalContainer}/{name}");

    private async Task<HttpResponseMessage> Send(Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = make();
            request.Headers.Add("x-ms-version", ApiVersion);
            // Wall time, whatever time the app lives in: the service refuses a request that is not of now.
            request.Headers.Add("x-ms-date", TimeProvider.System.GetUtcNow().ToString("R"));
            await access.Authorize(request, cancellation);
            try
            {
                var response = await http.CreateClient(HttpClientName).SendAsync(request, cancellation);
                if (attempt == Documents.Attempts || !Documents.IsTransient(response.StatusCode))
                    return response;
                response.Dispose();
            }
            catch (Exception failure) when (failure is HttpRequestException || failure is TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                if (attempt == Documents.Attempts)
                    throw new StoreUnavailableException("journal", outcomeUnknown: true, failure);
            }

            await Documents.Pause(attempt);
        }
    }

    private static StoreUnavailableException Refused(string what, HttpResponseMessage response) =>
        new($"journal: {what} {(int)response.StatusCode}", outcomeUnknown: false);
}

/// <summary>A blob of the journal holds something else than the ledger says: one of the two was changed.</summary>
public sealed class JournalConflictException(string name) : Exception($"The journal has other bytes in {name}.");
