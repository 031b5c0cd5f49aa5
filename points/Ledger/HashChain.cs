using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Points.Ledger;

/// <summary>
/// Each entry's hash covers the one before it, so that a changed, removed or swapped entry is found.
/// hash = SHA-256(previous hash ‖ canonical JSON of the entry without its hash), base64url.
/// </summary>
public static class HashChain
{
    /// <summary>The previous hash of an account's first entry.</summary>
    public const string Start = "";

    public static Entry Seal(Entry entry, string previousHash)
    {
        var open = entry with { PreviousHash = previousHash, Hash = null };
        return open with { Hash = HashOf(open) };
    }

    /// <summary>Is this what the entry was sealed with?</summary>
    public static bool Fits(Entry entry) => entry.Hash == HashOf(entry with { Hash = null });

    /// <summary>Number of the first entry that does not fit; null when the whole chain verifies.</summary>
    public static int? FirstBroken(IEnumerable<Entry> entries)
    {
        var previous = Start;
        var number = 0;
        foreach (var entry in entries)
        {
            number++;
            if (entry.Number != number || entry.PreviousHash != previous || !Fits(entry))
                return number;
            previous = entry.Hash!;
        }

        return null;
    }

    /// <summary>The same against the head, so that entries cut off at the end are found too.</summary>
    public static int? FirstBroken(IEnumerable<Entry> entries, Account head)
    {
        List<Entry> chain = [.. entries];
        if (FirstBroken(chain) is { } broken)
            return broken;
        var last = chain is [.., { Hash: { } hash }] ? hash : Start;
        return chain.Count == head.Version && last == head.LastHash ? null : int.Min(chain.Count, head.Version) + 1;
    }

    private static string HashOf(Entry open)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var json = JsonSerializer.SerializeToUtf8Bytes(open, LedgerJson.Readable.Entry);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.ASCII.GetBytes(open.PreviousHash));
        sha.AppendData(json);
        sha.GetHashAndReset(hash);
        return Base64Url.EncodeToString(hash);
    }
}
