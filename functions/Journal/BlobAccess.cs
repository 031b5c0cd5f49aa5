using System.Net.Http.Headers;
using Azure.Core;
using Azure.Identity;

namespace Functions.Journal;

/// <summary>Where the blobs are, and how a request says who sends it.</summary>
public abstract class BlobAccess
{
    /// <summary>The blob service, without a slash at the end.</summary>
    public abstract string Endpoint { get; }

    /// <summary>Called last: the signature covers the request's headers.</summary>
    public abstract ValueTask Authorize(HttpRequestMessage request, CancellationToken cancellation);

    public static BlobAccess Of(Settings settings) => settings.JournalConnectionString is { } connection
        ? SharedKeyAccess.Parse(connection)
        : new IdentityAccess(settings.JournalBlobServiceUri!, new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(settings.JournalClientId)));
}

/// <summary>As Microsoft Entra ID knows this app. The credential keeps its token until it is about to end.</summary>
public sealed class IdentityAccess(string endpoint, TokenCredential credential) : BlobAccess
{
    private static readonly TokenRequestContext Storage = new(["https://storage.azure.com/.default"]);

    public override string Endpoint => endpoint.TrimEnd('/');

    public override async ValueTask Authorize(HttpRequestMessage request, CancellationToken cancellation) =>
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await credential.GetTokenAsync(Storage, cancellation)).Token);
}
