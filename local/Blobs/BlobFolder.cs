using System.Net;

namespace Local.Blobs;

/// <summary>
/// A blob service of files, as far as an append-only store needs one: containers and blobs are created and read. Strict where a container
/// with an immutability policy is: what is there is never overwritten.
/// </summary>
sealed class BlobFolder : HttpMessageHandler
{
    private readonly string folder;
    private readonly string unfinished;

    public BlobFolder(string folder)
    {
        this.folder = folder;
        unfinished = Path.Combine(folder, "unfinished-blobs");
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The first segment is the account.
        string[] names = [.. request.RequestUri!.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Uri.UnescapeDataString)];
        if (names.Length == 0 || names.Any(name => name is "." or ".." || name.AsSpan().ContainsAny(Path.GetInvalidFileNameChars())))
            return Answer(HttpStatusCode.BadRequest, "InvalidUri");
        var container = Path.Combine(folder, names[0]);
        if (request.Method == HttpMethod.Put && request.RequestUri.Query == "?restype=container" && names.Length == 1)
            return CreateContainer(container);
        if (names.Length == 1 || request.RequestUri.Query.Length > 0)
            return Answer(HttpStatusCode.BadRequest, "UnsupportedQueryParameter");
        if (!Directory.Exists(container))
            return Answer(HttpStatusCode.NotFound, "ContainerNotFound");

        var path = Path.Combine([folder, .. names]);
        return request.Method.Method switch
        {
            "GET" => File.Exists(path) ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(await File.ReadAllBytesAsync(path, cancellationToken)) } : Answer(HttpStatusCode.NotFound, "BlobNotFound"),
            "PUT" when request.Headers.IfNoneMatch.ToString() == "*" => await Create(path, request.Content!, cancellationToken),
            "PUT" => Answer(HttpStatusCode.Conflict, "BlobImmutableDueToPolicy"),
            _ => Answer(HttpStatusCode.MethodNotAllowed, "UnsupportedHttpVerb"),
        };
    }

    private static HttpResponseMessage CreateContainer(string container)
    {
        if (Directory.Exists(container))
            return Answer(HttpStatusCode.Conflict, "ContainerAlreadyExists");
        Directory.CreateDirectory(container);
        return Answer(HttpStatusCode.Created);
    }

    /// <summary>A reader sees the whole blob or none.</summary>
    private async Task<HttpResponseMessage> Create(string path, HttpContent content, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Directory.CreateDirectory(unfinished);
        var part = Path.Combine(unfinished, $"{Guid.NewGuid():N}");
        await using (var file = new FileStream(part, FileMode.CreateNew))
        {
            await content.CopyToAsync(file, cancellation);
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(part, path, overwrite: false);
            return Answer(HttpStatusCode.Created);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(part);
            return Answer(HttpStatusCode.Conflict, "BlobAlreadyExists");
        }
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string? code = null)
    {
        var answer = new HttpResponseMessage(status) { Content = new ByteArrayContent([]) };
        if (code is not null)
            answer.Headers.Add("x-ms-error-code", code);
        return answer;
    }
}
