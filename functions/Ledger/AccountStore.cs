using System.Net;
using System.Text.Json;
using Functions.Store;
using Microsoft.Azure.Cosmos;
using Points.Ledger;

namespace Functions.Ledger;

/// <summary>How a batch ended.</summary>
public enum CommitOutcome
{
    Committed,

    /// <summary>The operation id is taken: an entry or a fence is there.</summary>
    Taken,

    /// <summary>Somebody else changed the account first: read and decide again.</summary>
    Moved,
}

/// <summary>What stands under an operation id: an entry, or a fence that keeps one from ever being written.</summary>
public sealed record Written(Entry? Entry, Fence? Fence);

/// <summary>Accounts and their entries in the store: one partition per account, one batch per decision.</summary>
public sealed class AccountStore(CosmosStore store)
{
    /// <summary>The head's document id; the colon keeps it apart from every operation id.</summary>
    public const string HeadId = ":account";

    public async Task<Stored<Account>?> Head(string accountId, CancellationToken cancellation) =>
        await store.Accounts.Find(HeadId, accountId, LedgerJson.Readable.Account, cancellation);

    public async Task<Written?> Find(string accountId, string operationId, CancellationToken cancellation)
    {
        var found = await store.Accounts.Find(operationId, accountId, StoreJson.Readable.JsonDocument, cancellation);
        if (found is null)
            return null;
        using var document = found.Value;
        return document.RootElement.GetProperty("type").GetString() == Fence.TypeName
            ? new Written(null, document.Deserialize(StoreJson.Readable.Fence))
            : new Written(document.Deserialize(LedgerJson.Readable.Entry), null);
    }

    public Task<bool> TryFence(Fence fence, CancellationToken cancellation) =>
        store.Accounts.TryCreate(fence, fence.AccountId, StoreJson.Readable.Fence, cancellation);

    /// <summary>The whole history, oldest first.</summary>
    public async Task<History> History(string accountId, CancellationToken cancellation)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.type = 'entry'");
        var entries = await store.Accounts.Query(query, accountId, LedgerJson.Readable.Entry, cancellation);
        return new History([.. entries.OrderBy(entry => entry.Number)]);
    }

    /// <summary>Entries below a number, newest first.</summary>
    public async Task<IReadOnlyList<Entry>> Page(string accountId, int belowNumber, int limit, CancellationToken cancellation)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.type = 'entry' AND c.number < @below AND c.number >= @from")
            .WithParameter("@below", belowNumber)
            .WithParameter("@from", belowNumber - limit);
        var entries = await store.Accounts.Query(query, accountId, LedgerJson.Readable.Entry, cancellation);
        return [.. entries.OrderByDescending(entry => entry.Number)];
    }

    /// <summary>
    /// Writes the decision's entries and the new head, all or nothing. The same batch may be sent again after a lost
    /// answer: the entry's id makes it happen once.
    /// </summary>
    /// <param name="etag">The version of the head the decision was made on; null when the account is new.</param>
    public async Task<CommitOutcome> Commit(Accepted decision, string? etag, CancellationToken cancellation)
    {
        var head = StoredHead.Of(decision.After);
        // The operation's own entry goes first: a taken id must be told from a head that has moved.
        List<byte[]> entries = [.. decision.Entries.OrderBy(entry => entry.Id != decision.Main.Id).Select(entry => JsonSerializer.SerializeToUtf8Bytes(entry, LedgerJson.Readable.Entry))];
        for (var attempt = 1; ; attempt++)
        {
            var (outcome, failure) = await Send(decision.After.AccountId, entries, head, etag, cancellation);
            if (outcome is { } known)
                return known;
            if (attempt == Documents.Attempts)
                throw new StoreUnavailableException("batch", outcomeUnknown: true, failure);
            await Documents.Pause(attempt);
        }
    }

    private async Task<(CommitOutcome?, Exception?)> Send(string accountId, List<byte[]> entries, byte[] head, string? etag, CancellationToken cancellation)
    {
        var batch = store.Accounts.CreateTransactionalBatch(new PartitionKey(accountId));
        foreach (var entry in entries)
            batch.CreateItemStream(new MemoryStream(entry));
        if (etag is null)
            batch.CreateItemStream(new MemoryStream(head));
        else
            batch.ReplaceItemStream(HeadId, new MemoryStream(head), new TransactionalBatchItemRequestOptions { IfMatchEtag = etag, EnableContentResponseOnWrite = false });

        try
        {
            // Cancellation is not passed on: once sent, the answer is worth waiting for.
            cancellation.ThrowIfCancellationRequested();
            using var response = await batch.ExecuteAsync(new TransactionalBatchRequestOptions(), CancellationToken.None);
            return (OutcomeOf(response), null);
        }
        catch (Exception failure) when (failure is CosmosException or HttpRequestException or CosmosOperationCanceledException)
        {
            return (null, failure);
        }
    }

    private static CommitOutcome? OutcomeOf(TransactionalBatchResponse response)
    {
        if (response.IsSuccessStatusCode)
            return CommitOutcome.Committed;
        if (Documents.IsTransient(response.StatusCode))
            return null;
        var failed = Enumerable.Range(0, response.Count).FirstOrDefault(i => response[i].StatusCode != HttpStatusCode.FailedDependency);
        return (response.StatusCode, failed) switch
        {
            (HttpStatusCode.Conflict, 0) => CommitOutcome.Taken,
            (HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound, _) => CommitOutcome.Moved,
            _ => throw new InvalidOperationException($"The store refused a batch: {(int)response.StatusCode} {response.ErrorMessage}"),
        };
    }
}
