using Functions.Ledger;
using Functions.Store;
using Microsoft.Azure.Cosmos;

namespace Functions.Cards;

/// <summary>Why a membership was forfeited: for operators alone (KKR-16.4).</summary>
public sealed record ForfeitureReason(string Id, string AccountId, string OperationId, string Reason)
{
    public string Type { get; init; } = TypeName;

    public const string TypeName = "forfeitureReason";
}

/// <summary>The reasons of forfeitures that were carried out.</summary>
public sealed record ForfeitureAnswer(IReadOnlyList<string> Reasons);

public sealed class ForfeitureReasons(CosmosStore store, AccountStore accounts)
{
    public Task Keep(string accountId, string operationId, string reason, CancellationToken cancellation)
    {
        var id = $"reason:{operationId}";
        return store.Accounts.TryCreate(new ForfeitureReason(id, accountId, operationId, reason), accountId, StoreJson.Readable.ForfeitureReason, cancellation);
    }

    /// <summary>Only of forfeitures that are in the ledger: a reason may be left over from one that was refused.</summary>
    public async Task<IReadOnlyList<string>> Find(string accountId, CancellationToken cancellation)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.type = 'forfeitureReason'");
        List<string> found = [];
        foreach (var kept in await store.Accounts.Query(query, accountId, StoreJson.Readable.ForfeitureReason, cancellation))
        {
            if ((await accounts.Find(accountId, kept.OperationId, cancellation))?.Entry is not null)
                found.Add(kept.Reason);
        }

        return found;
    }
}
