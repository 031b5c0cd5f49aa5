using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Functions.Cards;

namespace Functions.Web;

/// <summary>
/// The secrets of sessions. A browser keeps 256 random bits; the store has their hash, so that nobody who reads it can use a session; forms carry
/// something that is derived from them and does not tell them.
/// </summary>
public sealed class SessionTokens(ScanTokens tokens, Settings settings)
{
    /// <summary>How stale the last sight of a session may be: not every page view is worth a write.</summary>
    public static readonly TimeSpan Unseen = TimeSpan.FromMinutes(1);

    public static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Where the store has a session of a kind.</summary>
    public static string KeyOf(string kind, string token) => $"{kind}:{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(token)))}";

    public string FormTokenOf(string kind, string token) => Base64Url.EncodeToString(tokens.Derive($"form|{kind}|{token}").AsSpan(0, 16));

    /// <summary>Too long without a page, or too old.</summary>
    public bool IsOver(DateTimeOffset startedAt, DateTimeOffset seenAt, DateTimeOffset now) =>
        now >= seenAt + settings.SessionIdle || now >= startedAt + settings.SessionAge;

    /// <summary>Seconds after which the store forgets a session that was never ended.</summary>
    public int Ttl => (int)settings.SessionAge.TotalSeconds;
}
