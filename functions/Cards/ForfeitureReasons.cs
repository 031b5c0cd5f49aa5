using Functions.Ledger;
using Functions.Store;
using Points.Ledger;
using Points.Members;
using Points.Programs;

namespace Functions.Cards;

/// <summary>Why a membership was forfeited: for operators alone (KKR-16.4).</summary>
/// <param name="Reason">Free text, so perhaps about a person: null once personal data is kept no longer.</param>
/// <param name="ErasureDueOn">From when on that is.</param>
public sealed record ForfeitureReason(string Id, string AccountId, string OperationId, string? Reason, DateOnly? ErasureDueOn)
{
    public string Type { get; init; } = TypeName;

    public const string TypeName = "forfeitureReason";

    public static string IdOf(string operationId) => $"reason:{operationId}";
}

/// <summary>The reasons of forfeitures that were carried out; none once they are erased.</summary>
public sealed record ForfeitureAnswer(IReadOnlyList<string> Reasons);

/// <summary>Reasons are apart from the ledger, in a document of their own that goes with the personal data (KKR-16.3).</summary>
public sealed class ForfeitureReasons(CosmosStore store, AccountStore accounts)
{
    /// <summary>After a forfeiture an account takes little more than what still comes back to it and its erasure.</summary>
    private const int LastEntries = 20;

    public Task Keep(string accountId, Operation operation, string reason, Program program, CancellationToken cancellation)
    {
        var dueOn = EraseMember.DueOn(EntryKind.Forfeiture, operation.RecordedOn(program), program.TermsOn(operation.OccurredOn(program)));
        var kept = new ForfeitureReason(ForfeitureReason.IdOf(operation.Id), accountId, operation.Id, reason, dueOn);
        return store.Accounts.TryCreate(kept, accountId, StoreJson.Readable.ForfeitureReason, cancellation);
    }

    /// <summary>Null where the account was not forfeited: a reason may be left over from a request that was refused.</summary>
    public async Task<ForfeitureAnswer?> Find(Account account, CancellationToken cancellation)
    {
        var last = await accounts.Page(account.AccountId, account.Version + 1, LastEntries, cancellation);
        if (last.FirstOrDefault(entry => entry.Kind == EntryKind.Forfeiture) is not { } forfeited)
            return null;
        // An account that ended along with another one has the reason there.
        var (accountId, operationId) = forfeited.Id.Split(':') is [_, var first, var operation] ? (first, operation) : (account.AccountId, forfeited.Id);
        var asked = accountId == account.AccountId ? account : (await accounts.Head(accountId, cancellation))!.Value;
        List<string> reasons = [];
        // One that was asked for while its card was linked is where the card was before.
        foreach (var id in (asked.Absorbed ?? []).Prepend(accountId))
        {
            if (await store.Accounts.Find(ForfeitureReason.IdOf(operationId), id, StoreJson.Readable.ForfeitureReason, cancellation) is { Value.Reason: { } reason })
                reasons.Add(reason);
        }

        return new ForfeitureAnswer(reasons);
    }

    /// <summary>What is left says that there was a reason.</summary>
    public async Task Erase(string accountId, string id, CancellationToken cancellation)
    {
        while (await store.Accounts.Find(id, accountId, StoreJson.Readable.ForfeitureReason, cancellation) is { Value: var kept, ETag: var etag } && kept.ErasureDueOn is not null)
            await store.Accounts.TryReplace(kept with { Reason = null, ErasureDueOn = null }, id, accountId, etag, StoreJson.Readable.ForfeitureReason, cancellation);
    }
}
