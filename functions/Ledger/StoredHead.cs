using System.Text;
using System.Text.Json;
using Points.Ledger;

namespace Functions.Ledger;

/// <summary>The head as a document: the account, its id and the dates that queries ask for.</summary>
public static class StoredHead
{
    /// <param name="writtenOn">The day of the batch: what was held on any later day follows from this head alone.</param>
    public static byte[] Of(Account account, DateOnly? writtenOn = null)
    {
        var nextLapseOn = Settle.NextLapse(account.Holdings)?.AddDays(1);
        var prefix = nextLapseOn is { } on
            ? $"{{\"id\":\"{AccountStore.HeadId}\",\"type\":\"account\",\"nextLapseOn\":\"{on:yyyy-MM-dd}\","
            : $"{{\"id\":\"{AccountStore.HeadId}\",\"type\":\"account\",";
        if (writtenOn is { } day)
            prefix += $"\"writtenOn\":\"{day:yyyy-MM-dd}\",";
        var body = JsonSerializer.SerializeToUtf8Bytes(account, LedgerJson.Readable.Account);
        return [.. Encoding.UTF8.GetBytes(prefix), .. body.AsSpan(1)];
    }
}

/// <summary>Keeps an operation id for an operation over several accounts until it has ended.</summary>
/// <param name="Journal">The operation's journal.</param>
public sealed record Reservation(string Id, string AccountId, string Journal)
{
    public const string TypeName = "reserved";

    public string Type { get; init; } = TypeName;
}

/// <summary>Stands where an entry would have stood, so that the operation can never commit.</summary>
public sealed record Fence(string Id, string AccountId, DateTimeOffset FencedAt, string By)
{
    public const string TypeName = "fence";

    public string Type { get; init; } = TypeName;
}
