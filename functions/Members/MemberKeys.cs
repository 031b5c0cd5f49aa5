using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Functions.Cards;
using Functions.Store;
using Microsoft.Azure.Cosmos;

namespace Functions.Members;

/// <summary>A unique key that names a member.</summary>
/// <param name="ExpiresAt">Codes only: the last instant at which it may be used.</param>
/// <param name="Ttl">Codes only: seconds after which the store forgets it.</param>
public sealed record MemberKey(string Id, string Key, string Program, string MemberId, string? OperationId = null, DateTimeOffset? ExpiresAt = null, int? Ttl = null)
{
    /// <summary>Addresses only: when it was taken, until its member is there; so long the request may be under way.</summary>
    public DateTimeOffset? TakenAt { get; init; }
}

/// <summary>
/// Lookups from an address, a phone number or a code to its member. A key is a hash under the token secret: nobody who
/// reads the store can try out addresses.
/// </summary>
public sealed class MemberKeys(CosmosStore store, ScanTokens tokens)
{
    private const string PhonePrefix = "phone:";

    public string EmailKey(string program, string address) => Keyed("email:", program, EmailAddress.ForLookup(address));

    /// <summary>By its digits alone, however they are grouped; +81 is 0.</summary>
    public string PhoneKey(string program, string phone)
    {
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        return Keyed(PhonePrefix, program, phone.StartsWith("+81", StringComparison.Ordinal) ? $"0{digits[2..].TrimStart('0')}" : digits);
    }

    /// <summary>A code has 128 random bits of its own, so its hash needs no secret.</summary>
    public static string CodeKey(string code) => $"code:{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(code)))}";

    public async Task<Stored<MemberKey>?> Find(string key, CancellationToken cancellation) =>
        await store.Lookups.Find(key, key, StoreJson.Readable.MemberKey, cancellation);

    /// <summary>Writes a key that only one member can have; false when it names another.</summary>
    public async Task<bool> TryTake(MemberKey key, CancellationToken cancellation) =>
        await store.Lookups.TryCreate(key, key.Key, StoreJson.Readable.MemberKey, cancellation)
        || (await Find(key.Key, cancellation))?.Value.MemberId == key.MemberId;

    /// <summary>Gives a key whose member never came to be to another.</summary>
    public Task<bool> TryTakeOver(Stored<MemberKey> orphan, string memberId, DateTimeOffset takenAt, CancellationToken cancellation) =>
        TryReplace(orphan, orphan.Value with { MemberId = memberId, TakenAt = takenAt }, cancellation);

    /// <summary>The member has come to be: the key is given to nobody any more.</summary>
    public Task<bool> TryKeep(Stored<MemberKey> taken, CancellationToken cancellation) => TryReplace(taken, taken.Value with { TakenAt = null }, cancellation);

    private Task<bool> TryReplace(Stored<MemberKey> read, MemberKey after, CancellationToken cancellation) =>
        store.Lookups.TryReplace(after, after.Key, after.Key, read.ETag, StoreJson.Readable.MemberKey, cancellation);

    /// <summary>A phone may be a family's: one document per member under its key.</summary>
    public Task AddPhone(string key, string program, string memberId, CancellationToken cancellation) =>
        store.Lookups.TryCreate(new MemberKey(memberId, key, program, memberId), key, StoreJson.Readable.MemberKey, cancellation);

    public async Task<IReadOnlyList<string>> MembersAt(string phoneKey, CancellationToken cancellation) =>
        [.. (await store.Lookups.Query(new QueryDefinition("SELECT * FROM c"), phoneKey, StoreJson.Readable.MemberKey, cancellation)).Select(key => key.MemberId)];

    /// <summary>Removes a key unless it has come to name another member.</summary>
    public async Task Remove(string key, string memberId, CancellationToken cancellation)
    {
        var isPhone = key.StartsWith(PhonePrefix, StringComparison.Ordinal);
        if (isPhone || (await Find(key, cancellation))?.Value.MemberId == memberId)
            await store.Lookups.Remove(isPhone ? memberId : key, key, cancellation);
    }

    private string Keyed(string prefix, string program, string value) =>
        $"{prefix}{program}:{Base64Url.EncodeToString(tokens.Derive($"{prefix}{program}|{value}"))}";
}
