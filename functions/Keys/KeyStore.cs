using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Functions.Http;
using Functions.Store;

namespace Functions.Keys;

/// <summary>A terminal key: who it is and the hash of its secret.</summary>
/// <param name="Facility">The only facility it may act for; null for all.</param>
/// <param name="SecretHash">SHA-256 of the secret, hex; a real secret has 256 random bits, so no slower hash is needed.</param>
public sealed record TerminalKey(string Id, string Program, string? Facility, Role Role, string SecretHash)
{
    public static string HashOf(ReadOnlySpan<char> secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret.ToArray())));
}

/// <summary>Authenticates terminals; a key that was changed or removed stops working within a minute.</summary>
public sealed class KeyStore(CosmosStore store, TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<string, (Caller? Caller, byte[] Hash, long At)> known = [];

    /// <summary>Null for an unknown key and for a wrong secret alike.</summary>
    public async ValueTask<Caller?> Authenticate(ReadOnlyMemory<char> credential, CancellationToken cancellation)
    {
        var dot = credential.Span.IndexOf('.');
        if (dot is < 1 or > 64 || credential.Length > 256 || !OperationId.IsWellFormed(credential.Span[..dot].ToString()))
            return null;
        var keyId = credential.Span[..dot].ToString();
        if (!known.TryGetValue(keyId, out var key) || clock.GetElapsedTime(key.At) > Remembered)
            key = await Load(keyId, cancellation);
        return HasSecret(credential.Span[(dot + 1)..], key.Hash) ? key.Caller : null;
    }

    /// <summary>The caller of a key that was shown before and is still the same one; null when it was revoked or changed.</summary>
    /// <param name="secretHash">As the key had it when it was shown.</param>
    public async ValueTask<Caller?> Still(string keyId, string secretHash, CancellationToken cancellation)
    {
        if (!known.TryGetValue(keyId, out var key) || clock.GetElapsedTime(key.At) > Remembered)
            key = await Load(keyId, cancellation);
        return CryptographicOperations.FixedTimeEquals(Convert.FromHexString(secretHash), key.Hash) ? key.Caller : null;
    }

    /// <summary>What this instance remembers of a key; others forget it within the minute.</summary>
    public void Forget(string keyId) => known.TryRemove(keyId, out _);

    private async Task<(Caller?, byte[], long)> Load(string keyId, CancellationToken cancellation)
    {
        var found = await store.Keys.Find(keyId, keyId, StoreJson.Readable.TerminalKey, cancellation);
        var key = found is { Value: var stored }
            ? (new Caller(stored.Id, stored.Program, stored.Facility, stored.Role), Convert.FromHexString(stored.SecretHash), clock.GetTimestamp())
            : ((Caller?)null, new byte[SHA256.HashSizeInBytes], clock.GetTimestamp());
        // Guessed key ids must not fill the memory.
        if (known.Count >= MaxRemembered)
            known.Clear();
        known[keyId] = key;
        return key;
    }

    private static bool HasSecret(ReadOnlySpan<char> secret, byte[] hash)
    {
        Span<byte> bytes = stackalloc byte[1024];
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        var length = Encoding.UTF8.GetBytes(secret, bytes);
        SHA256.HashData(bytes[..length], given);
        return CryptographicOperations.FixedTimeEquals(given, hash);
    }
}
