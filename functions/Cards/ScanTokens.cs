using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Points.Cards;

namespace Functions.Cards;

/// <summary>
/// What a card shows to a reader. Derived from the token secret, so that a repeated request gives the same answer
/// while the store keeps only hashes of it.
/// </summary>
public sealed class ScanTokens(Settings settings)
{
    private readonly byte[] secret = Encoding.UTF8.GetBytes(settings.TokenSecret);

    /// <summary>128 unguessable bits for one card; another generation revokes it.</summary>
    public string For(string program, string cardNumber, int generation = 1) =>
        Base64Url.EncodeToString(Derive($"scan|{program}|{cardNumber}|{generation}").AsSpan(0, 16));

    /// <summary>Whether a payload is the one that the card shows now; the store cannot say, because it may remember an older one.</summary>
    public bool IsOf(string program, Card card, string payload) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(payload), Encoding.UTF8.GetBytes(For(program, card.Number, card.Generation)));

    /// <summary>Whether a text has the form of what <see cref="For"/> makes; a card number has not.</summary>
    public static bool IsWellFormed(string payload) => payload.Length == 22 && Base64Url.IsValid(payload);

    /// <summary>The key under which a scanned payload is looked up; the payload itself is stored nowhere.</summary>
    public static string KeyOf(string program, string payload) => Hashed("scan", program, payload);

    public static string ChipKey(string program, string chipId) => Hashed("chip", program, chipId);

    /// <summary>What an entry keeps of its request: under a secret, because a plain hash of personal data could be guessed, and an entry is for ever.</summary>
    public string RequestHash(string bodyHash) => Base64Url.EncodeToString(Derive($"request|{bodyHash}"));

    public static string LegacyKey(string program, string legacyNumber) => Hashed("legacy", program, legacyNumber);

    /// <summary>Bytes that belong to one purpose and nobody outside can foresee.</summary>
    public byte[] Derive(string purpose) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(purpose));

    private static string Hashed(string kind, string program, string value) =>
        $"{kind}:{program}:{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(value)))}";
}
