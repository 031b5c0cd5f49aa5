using System.Net.Http.Json;

namespace Functions.Tests.Contract;

/// <summary>Holds every call of the tests, request and answer, against openapi.yaml.</summary>
/// <exception cref="ContractViolationException">The app and its contract disagree.</exception>
public sealed class ContractHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        // A stream can be read once, by the server: reading it here would change what is sent.
        var isReadable = request.Content is null or ByteArrayContent or JsonContent;
        var exchange = new Exchange(
            request,
            isReadable && request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : null,
            HasUnreadableBody: !isReadable,
            response,
            await response.Content.ReadAsStringAsync(cancellationToken));
        return exchange.Mistakes(OpenApi.Current) is [_, ..] mistakes
            ? throw new ContractViolationException($"{request.Method} {request.RequestUri!.PathAndQuery} → {exchange.Status}", mistakes.Select(mistake => mistake.ToString()))
            : response;
    }
}

/// <summary>Names the call and every place where it breaks the contract.</summary>
public sealed class ContractViolationException(string call, IEnumerable<string> mistakes)
    : Exception($"{call} breaks openapi.yaml:\n  {string.Join("\n  ", mistakes)}");
