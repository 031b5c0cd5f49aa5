using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Functions.Http;

/// <summary>
/// Public calls that take a code: a client that guesses wrong too often is locked out for a while. Only wrong guesses
/// count, so members behind one address do not lock each other out.
/// </summary>
public sealed class ClientLimits(Settings settings) : IDisposable
{
    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(client =>
        RateLimitPartition.GetTokenBucketLimiter(client, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = settings.WrongCodesPerMinute,
            TokensPerPeriod = settings.WrongCodesPerMinute,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1),
        }));

    /// <exception cref="ProblemException">429 while the client has no guess left.</exception>
    public void ThrowIfSpent(HttpContext http) => Take(http, permits: 0);

    /// <exception cref="ProblemException">429 when others of this client were faster.</exception>
    public void CountWrongGuess(HttpContext http) => Take(http, permits: 1);

    public void Dispose() => limiter.Dispose();

    private void Take(HttpContext http, int permits)
    {
        using var lease = limiter.AttemptAcquire(AddressOf(http), permits);
        if (!lease.IsAcquired)
        {
            throw new ProblemException(new Problem(429, "too-many-requests", "Too many wrong codes.", "Wait for Retry-After seconds.")
            {
                RetryAfterSeconds = 60,
            });
        }
    }

    /// <summary>Behind the platform's own proxy the last hop it noted, else the peer; of IPv6 the network that one client has.</summary>
    private static string AddressOf(HttpContext http)
    {
        var peer = http.Connection.RemoteIpAddress;
        var noted = http.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim();
        if (peer is null || IPAddress.IsLoopback(peer))
            peer = IPEndPoint.TryParse(noted, out var hop) ? hop.Address : peer;
        return peer switch
        {
            null => "unknown",
            { IsIPv4MappedToIPv6: true } => peer.MapToIPv4().ToString(),
            { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } => Convert.ToHexString(peer.GetAddressBytes().AsSpan(0, 8)),
            _ => peer.ToString(),
        };
    }
}
