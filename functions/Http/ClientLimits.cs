using System.Net;
using Microsoft.AspNetCore.Http;

namespace Functions.Http;

/// <summary>
/// Public calls: a client that guesses codes wrong too often is locked out for a while, and one that registers without end is slowed down. Only
/// wrong guesses count, so members behind one address do not lock each other out.
/// </summary>
public sealed class ClientLimits(Settings settings, TimeProvider clock)
{
    private readonly Allowance guesses = new(settings.WrongCodesPerMinute, TimeSpan.FromMinutes(1), "Too many wrong codes.", clock);
    private readonly Allowance registrations = new(settings.RegistrationsPerMinute, TimeSpan.FromMinutes(1), "Too many registrations.", clock);
    private readonly Allowance mails = new(settings.MailsPerAddressPerHour, TimeSpan.FromHours(1), "Too many mails to one address.", clock);

    /// <exception cref="ProblemException">429 while the client has no guess left.</exception>
    public void ThrowIfSpent(HttpContext http) => guesses.ThrowIfSpent(AddressOf(http));

    /// <exception cref="ProblemException">429 when others of this client were faster.</exception>
    public void CountWrongGuess(HttpContext http) => guesses.Take(AddressOf(http));

    /// <summary>Counts every request, whoever the address belongs to: a refusal tells nothing about it.</summary>
    /// <param name="mailTo">Key of the address that a mail would go to.</param>
    /// <exception cref="ProblemException">429 when the client or the address has had too many.</exception>
    public void CountRegistration(HttpContext http, string mailTo)
    {
        registrations.Take(AddressOf(http));
        mails.Take(mailTo);
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
