using System.Text;
using System.Text.Json;
using Points.Ledger;
using Points.Programs;

namespace Functions.Ledger;

/// <summary>The head as a document: the account, its id and the days by which the sweeps find it.</summary>
public static class StoredHead
{
    public const string NextLapseOn = "nextLapseOn";
    public const string WithdrawalDueOn = "withdrawalDueOn";
    public const string WarnOn = "warnOn";
    public const string WrittenOn = "writtenOn";

    /// <summary>A day of the account itself: the first on which its personal data may be kept no longer.</summary>
    public const string ErasureDueOn = "erasureDueOn";

    /// <param name="writtenOn">The day of the batch: what was held on any later day follows from this head alone.</param>
    public static byte[] Of(Account account, Program program, DateOnly? writtenOn = null)
    {
        var due = DueDates.Of(account, program);
        var prefix = $"{{\"id\":\"{AccountStore.HeadId}\",\"type\":\"account\","
            + Day(NextLapseOn, due.LapseOn) + Day(WithdrawalDueOn, due.WithdrawalOn) + Day(WarnOn, due.WarnOn) + Day(WrittenOn, writtenOn);
        var body = JsonSerializer.SerializeToUtf8Bytes(account, LedgerJson.Readable.Account);
        return [.. Encoding.UTF8.GetBytes(prefix), .. body.AsSpan(1)];
    }

    private static string Day(string name, DateOnly? day) => day is { } on ? $"\"{name}\":\"{on:yyyy-MM-dd}\"," : "";
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
