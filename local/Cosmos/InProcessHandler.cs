using System.Net;
using Local.Cosmos.Protocol;

namespace Local.Cosmos;

/// <summary>
/// The server as an HTTP transport without a socket. Requests are not authenticated here: whoever holds the handler
/// shares our process and memory, so a signature would protect nothing and cost a hash per request.
/// </summary>
internal sealed class InProcessHandler(Dispatcher dispatcher) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await dispatcher.Handle(new InProcessRequest(request), cancellationToken);
        if (answer.IsDropped)
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was dropped.");
        var response = new HttpResponseMessage(
            (HttpStatusCode)answer.Status) { RequestMessage = request, Content = new ReadOnlyMemoryContent(answer.Body) };
        // The SDK's diagnostics cannot write a status without words; .NET knows none for 449.
        response.ReasonPhrase ??= "Retry With";
        answer.WriteHeaders(response.Headers, static (headers, name, value) => headers.TryAddWithoutValidation(name, value));
        if (!answer.Body.IsEmpty)
            response.Content.Headers.TryAddWithoutValidation("Content-Type", answer.ContentType);
        return response;
    }
}

internal sealed class InProcessRequest(HttpRequestMessage request) : Incoming
{
    private readonly Uri uri = request.RequestUri!;

    public override string Method => request.Method.Method;

    public override string Path { get; } = request.RequestUri!.AbsolutePath[1..];

    public override string Authority => uri.GetLeftPart(UriPartial.Authority) + "/";

    public override string? Header(string name) =>
        request.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    public override async ValueTask<ReadOnlyMemory<byte>> ReadBody(CancellationToken cancellation)
    {
        if (request.Content is not { } content)
            return default;
        var stream = await content.ReadAsStreamAsync(cancellation);
        if (!stream.CanSeek)
            return await content.ReadAsByteArrayAsync(cancellation);
        var body = GC.AllocateUninitializedArray<byte>((int)(stream.Length - stream.Position));
        await stream.ReadExactlyAsync(body, cancellation);
        return body;
    }
}
