using System.Security.Cryptography;
using System.Text;
using Local.Cosmos.Protocol;

namespace Local.Cosmos;

/// <summary>The signature of a request by the account's key.</summary>
internal static class MasterKey
{
    private static readonly byte[] Key = Convert.FromBase64String(CosmosServer.Key);

    public static bool Signed(Incoming request)
    {
        if (request.Header("Authorization") is not { } header || request.Header("x-ms-date") is not { } date)
            return false;
        var decoded = Uri.UnescapeDataString(header);
        const string Prefix = "type=master&ver=1.0&sig=";
        if (!decoded.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var signature = new byte[32];
        if (!Convert.TryFromBase64String(decoded[Prefix.Length..], signature, out var length) || length != signature.Length)
            return false;
        var path = request.Path.Trim('/');
        return Links(path).Any(link => Matches(request.Method, TypeOf(path), link, date, signature));
    }

    private static string TypeOf(string path)
    {
        var segments = path.Split('/');
        return segments.Length % 2 == 1 ? segments[^1] : segments[^2];
    }

    /// <summary>Names are signed as sent or unescaped, rids in lower case and alone: clients differ, and each form names the same
    /// resource.</summary>
    private static IEnumerable<string> Links(string path)
    {
        var segments = path.Split('/');
        var resource = segments.Length % 2 == 1 ? string.Join('/', segments[..^1]) : path;
        yield return resource;
        var unescaped = Uri.UnescapeDataString(resource);
        if (unescaped != resource)
            yield return unescaped;
#pragma warning disable CA1308 // The protocol signs lower case.
        if (segments.Length > 1)
            yield return Uri.UnescapeDataString(segments.Length % 2 == 1 ? segments[^2] : segments[^1]).ToLowerInvariant();
#pragma warning restore CA1308
    }

    private static bool Matches(string method, string type, string link, string date, byte[] signature)
    {
#pragma warning disable CA1308 // As above.
        var text = $"{method.ToLowerInvariant()}\n{type.ToLowerInvariant()}\n{link}\n{date.ToLowerInvariant()}\n\n";
#pragma warning restore CA1308
        Span<byte> expected = stackalloc byte[32];
        HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(text), expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }
}
