using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Functions.Journal;

/// <summary>Signs with the account's key, as emulators want it. In Azure the account takes no keys.</summary>
public sealed class SharedKeyAccess : BlobAccess
{
    private readonly string account;
    private readonly byte[] key;

    private SharedKeyAccess(string endpoint, string account, byte[] key)
    {
        Endpoint = endpoint;
        this.account = account;
        this.key = key;
    }

    public override string Endpoint { get; }

    public static SharedKeyAccess Parse(string connection)
    {
        var parts = connection.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2).ToDictionary(part => part[0].Trim(), part => part[1], StringComparer.OrdinalIgnoreCase);
        if (!parts.TryGetValue("BlobEndpoint", out var endpoint) || !parts.TryGetValue("AccountName", out var account) || !parts.TryGetValue("AccountKey", out var key))
            throw new InvalidOperationException("Setting Journal__ConnectionString needs BlobEndpoint, AccountName and AccountKey.");
        return new SharedKeyAccess(endpoint.TrimEnd('/'), account, Convert.FromBase64String(key));
    }

    public override ValueTask Authorize(HttpRequestMessage request, CancellationToken cancellation)
    {
        var signature = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(Signed(request))));
        request.Headers.Authorization = new AuthenticationHeaderValue("SharedKey", $"{account}:{signature}");
        return ValueTask.CompletedTask;
    }

    /// <summary>The twelve standard headers in their fixed order, those of the service by name, and what is asked for.</summary>
    private string Signed(HttpRequestMessage request)
    {
        var content = request.Content?.Headers;
        var length = content?.ContentLength is { } bytes and > 0 ? $"{bytes}" : "";
        string[] standard =
            [request.Method.Method, "", "", length, "", $"{content?.ContentType}", "", "", "", request.Headers.IfNoneMatch.ToString(), "", ""];
        var own = request.Headers.Where(header => header.Key.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase))
            .OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => $"{header.Key}:{string.Join(',', header.Value)}");
        var asked = request.RequestUri!.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Order(StringComparer.Ordinal).Select(parameter => parameter.Replace('=', ':'));
        return string.Join('\n', [.. standard, .. own, $"/{account}{request.RequestUri.AbsolutePath}", .. asked]);
    }
}
