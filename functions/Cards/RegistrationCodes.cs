using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Functions.Ledger;
using Functions.Members;
using Functions.Store;
using Points.Ledger;
using Points.Programs;

namespace Functions.Cards;

/// <summary>What a member shows at the front to get a card (KKR-P-cards).</summary>
/// <param name="Payload">Drawn by <see cref="QrImage"/>; kept nowhere.</param>
public sealed record RegistrationCode(string Payload, DateTimeOffset ExpiresAt);

/// <summary>What the store keeps of a registration code, under its hash.</summary>
/// <param name="Ttl">Seconds after which the store forgets it.</param>
public sealed record StoredCode(string Id, string Key, string Program, string MemberId, DateTimeOffset ExpiresAt, int Ttl)
{
    /// <summary>The issue that took it; used once that issue has finished.</summary>
    public string? AccountId { get; init; }

    public string? OperationId { get; init; }
}

/// <summary>Registration codes: single use, one day. Derived, so that a repeated request gets the same code from a store that has only its hash.</summary>
public sealed class RegistrationCodes(CosmosStore store, MemberStore members, AccountStore accounts, ScanTokens tokens, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>What the member's history calls a code.</summary>
    private const string Field = "registrationCode";

    /// <summary>The colon keeps it apart from the operations that change the member's data.</summary>
    private const string ChangePrefix = "code:";

    /// <summary>A code for a member; the same one for the same operation, for ever. Null when the program has no such member.</summary>
    /// <param name="by">Who asks: a terminal key, or <c>member</c>.</param>
    public async Task<RegistrationCode?> Issue(string memberId, string operationId, string by, Program program, CancellationToken cancellation)
    {
        var changeId = $"{ChangePrefix}{operationId}";
        while (await members.FindStored(memberId, cancellation) is { Value: var member } stored && member.Program == program.Id)
        {
            if (member.History.FirstOrDefault(change => change.OperationId == changeId) is not { } asked)
            {
                // First the member's own history: it says when the code ends, even when the code itself is forgotten.
                asked = new DataChange(changeId, ProgramTime.Now(clock, program), by, [Field]);
                var noted = MemberChanges.Noted(member, asked) with { CardlessSince = member.CardlessSince is null ? null : program.DateOf(asked.At) };
                if (!await members.TryWrite(noted, stored.ETag, cancellation))
                    continue;
            }

            var code = Of(member, asked);
            var key = KeyOf(code.Payload);
            if (code.ExpiresAt > clock.GetUtcNow())
                await store.Lookups.TryCreate(new StoredCode(key, key, program.Id, memberId, code.ExpiresAt, (int)Lifetime.TotalSeconds * 2), key, StoreJson.Readable.StoredCode, cancellation);
            return code;
        }

        return null;
    }

    /// <summary>The code that the member asked for last, as long as it can be used; null when there is none.</summary>
    public async Task<RegistrationCode?> Current(Member member, Program program, CancellationToken cancellation)
    {
        if (member.History.LastOrDefault(change => change.Fields is [Field] && change.By == Operation.ByMember) is not { } asked)
            return null;
        var code = Of(member, asked);
        return await Usable(code.Payload, accountId: "", operationId: "", program, cancellation) is null ? null : code;
    }

    private RegistrationCode Of(Member member, DataChange asked) => new(
        Base64Url.EncodeToString(tokens.Derive($"registration|{member.MemberId}|{asked.OperationId[ChangePrefix.Length..]}").AsSpan(0, 16)), asked.At + Lifetime);

    /// <summary>The member whose code it is; null when this issue cannot use it. Writes nothing.</summary>
    public async Task<Member?> Look(string payload, string accountId, string operationId, Program program, CancellationToken cancellation) =>
        await Usable(payload, accountId, operationId, program, cancellation) is { Value.MemberId: var id } ? await members.Find(id, cancellation) : null;

    /// <summary>
    /// Takes a code for one issue, whose repetitions find it theirs. One that was taken by an issue which never finished is free
    /// again; false when another was faster.
    /// </summary>
    public async Task<bool> TryTake(string payload, string accountId, string operationId, Program program, CancellationToken cancellation)
    {
        while (await Usable(payload, accountId, operationId, program, cancellation) is { Value: var code, ETag: var etag })
        {
            if (code.AccountId == accountId && code.OperationId == operationId)
                return true;
            if (code.OperationId is { } other
                && (await accounts.IsStopped(accountId, operationId, cancellation) || !await accounts.Stop(code.AccountId!, other, cancellation)))
                return false;
            if (await store.Lookups.TryReplace(code with { AccountId = accountId, OperationId = operationId }, code.Id, code.Key, etag, StoreJson.Readable.StoredCode, cancellation))
                return true;
        }

        return false;
    }

    private async Task<Stored<StoredCode>?> Usable(string payload, string accountId, string operationId, Program program, CancellationToken cancellation)
    {
        var key = KeyOf(payload);
        if (await store.Lookups.Find(key, key, StoreJson.Readable.StoredCode, cancellation) is not { Value: var code } stored || code.Program != program.Id)
            return null;
        // Who began in time may finish late.
        if (code.AccountId == accountId && code.OperationId == operationId)
            return stored;
        var isUsed = code.OperationId is { } other && (await accounts.Find(code.AccountId!, other, cancellation))?.Entry is not null;
        return isUsed || code.ExpiresAt <= clock.GetUtcNow() ? null : stored;
    }

    /// <summary>A code has 128 random bits of its own, so its hash needs no secret.</summary>
    private static string KeyOf(string payload) => $"registration:{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(payload)))}";
}
