using System.Buffers.Text;
using System.Security.Cryptography;
using Functions.Http;
using Functions.Store;
using Microsoft.Azure.Cosmos;

namespace Functions.Keys;

/// <summary>What is done to the keys in the store, at a console and by an operator's page.</summary>
public static class TerminalKeys
{
    public static readonly IReadOnlyList<Role> Roles = [Role.Pos, Role.Front, Role.Operator];

    public static string NameOf(Role role) => role.ToString().ToLowerInvariant();

    public static async Task<IReadOnlyList<TerminalKey>> List(Container keys, string? program, CancellationToken cancellation)
    {
        var all = await keys.Query(new QueryDefinition("SELECT * FROM c"), partition: null, StoreJson.Readable.TerminalKey, cancellation);
        return [.. all.Where(key => program is null || key.Program == program).OrderBy(key => key.Id, StringComparer.Ordinal)];
    }

    /// <summary>The key as the terminal sends it; its secret is stored nowhere. Null when the id is taken.</summary>
    /// <param name="suffix">Tells keys for the same place and role apart.</param>
    public static async Task<string?> New(Container keys, string program, string? facility, Role role, string suffix, CancellationToken cancellation)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var id = $"{program}-{facility ?? "all"}-{NameOf(role)}-{suffix}";
        return await keys.TryCreate(new TerminalKey(id, program, facility, role, TerminalKey.HashOf(secret)), id, StoreJson.Readable.TerminalKey, cancellation)
            ? $"{id}.{secret}"
            : null;
    }

    /// <summary>False when there is no such key, or it is another program's.</summary>
    public static async Task<bool> Revoke(Container keys, string id, string? program, CancellationToken cancellation)
    {
        if (await keys.Find(id, id, StoreJson.Readable.TerminalKey, cancellation) is not { Value: var key } || program is not null && key.Program != program)
            return false;
        await keys.Remove(id, id, cancellation);
        return true;
    }
}
