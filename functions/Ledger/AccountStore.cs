using System.Net;
using System.Text.Json;
using Functions.Programs;
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

    /// <summary>Taken as well, but an answer of ours was lost before: what is there may be our own.</summary>
    TakenPerhapsByUs,

    /// <summary>Somebody else changed the account first: read and decide again.</summary>
    Moved,
}

/// <summary>What stands under an operation id: an entry, a fence that keeps one from ever being written, or a reservation by an unfinished operation.</summary>
public sealed record Written(Entry? Entry, Fence? Fence, Reservation? Reservation = null);

/// <summary>A document of a batch beside the head.</summary>
/// <param name="Body">Null where the document goes.</param>
/// <param name="Replaces">True where a document of that id is there already.</param>
public sealed record Change(string Id, byte[]? Body, bool Replaces = false)
{
    public static Change Create(Entry entry) => new(entry.Id, JsonSerializer.SerializeToUtf8Bytes(entry, LedgerJson.Readable.Entry)) { Entry = entry };

    /// <summary>Where the body is one; it gets its place in the journal when the batch is made.</summary>
    public Entry? Entry { get; init; }
}

/// <summary>Accounts and their entries in the store: one partition per account, one batch per decision.</summary>
public sealed class AccountStore(CosmosStore store, ProgramCatalogue programs, LedgerEvents events, TimeProvider clock)
{
    /// <summary>The head's document id; the colon keeps it apart from every operation id.</summary>
    public const string HeadId = ":account";

    public async Task<Stored<Account>?> Head(string accountId, CancellationToken cancellation) =>
        await store.Accounts.Find(HeadId, accountId, LedgerJson.Readable.Account, cancellation);

    /// <summary>A document as it is stored, whatever it is.</summary>
    public async Task<JsonElement?> Document(string accountId, string id, CancellationToken cancellation)
    {
        using var document = (await store.Accounts.Find(id, accountId, StoreJson.Readable.JsonDocument, cancellation))?.Value;
        return document?.RootElement.Clone();
    }

    public async Task<Written?> Find(string accountId, string operationId, CancellationToken cancellation)
    {
        var found = await store.Accounts.Find(operationId, accountId, StoreJson.Readable.JsonDocument, cancellation);
        if (found is null)
            return null;
        using var document = found.Value;
        return document.RootElement.GetProperty("type").GetString() switch
        {
            Fence.TypeName => new Written(null, document.Deserialize(StoreJson.Readable.Fence)),
            Reservation.TypeName => new Written(null, null, document.Deserialize(StoreJson.Readable.Reservation)),
            _ => new Written(document.Deserialize(LedgerJson.Readable.Entry), null),
        };
    }

    /// <summary>The same in an account and those it took over: an entry counts more than a fence.</summary>
    public async Task<Written?> Find(Account account, string operationId, CancellationToken cancellation)
    {
        var found = await Find(account.AccountId, operationId, cancellation);
        foreach (var absorbed in found?.Entry is null ? account.Absorbed ?? [] : [])
        {
            if (await Find(absorbed, operationId, cancellation) is { } before && (found is null || before.Entry is not null))
                found = before;
        }

        return found;
    }

    public Task<bool> TryFence(Fence fence, CancellationToken cancellation) =>
        store.Accounts.TryCreate(fence, fence.AccountId, StoreJson.Readable.Fence, cancellation);

    /// <summary>
    /// Keeps an unfinished operation from ever finishing, so that what it had reserved can be given away; false when it has
    /// finished.
    /// </summary>
    public async Task<bool> Stop(string accountId, string operationId, CancellationToken cancellation) =>
        await TryFence(new Fence(operationId, accountId, DateTimeOffset.UnixEpoch, "claim"), cancellation)
        || (await Find(accountId, operationId, cancellation))?.Entry is null;

    /// <summary>
    /// True of an operation that somebody stopped. Who means to stop another one asks this first, or of several that want the same
    /// thing each could stop the next and none would get it.
    /// </summary>
    public async Task<bool> IsStopped(string accountId, string operationId, CancellationToken cancellation) =>
        (await Find(accountId, operationId, cancellation))?.Fence is not null;

    /// <summary>The whole history, oldest first.</summary>
    public async Task<History> History(string accountId, CancellationToken cancellation)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.type = 'entry'");
        var entries = await store.Accounts.Query(query, accountId, LedgerJson.Readable.Entry, cancellation);
        return new History([.. entries.OrderBy(entry => entry.Number)]);
    }

    /// <summary>The whole history of an account, with that of the accounts it took over.</summary>
    public async Task<History> History(Account account, CancellationToken cancellation)
    {
        var own = await History(account.AccountId, cancellation);
        if (account.Absorbed is not { } absorbed)
            return own;
        Dictionary<string, IReadOnlyList<Entry>> others = [];
        foreach (var id in absorbed)
            others[id] = (await History(id, cancellation)).Entries;
        return new History([.. WithAbsorbed(own.Entries, others)]);
    }

    private static IEnumerable<Entry> WithAbsorbed(IReadOnlyList<Entry> own, Dictionary<string, IReadOnlyList<Entry>> others) =>
        own.SelectMany(entry => entry.Kind is not (EntryKind.Merge or EntryKind.Link)
            ? [entry]
            : others.Values
                .Where(other => other is [.., { Merged: { } gone }] && gone.IntoAccountId == entry.AccountId && gone.OperationId == entry.Id)
                .SelectMany(other => WithAbsorbed(other, others)).Append(entry));

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
        // Whoever asked for the head must have waited for the operation first.
        if (decision.After.FrozenBy is { } unfinished)
            throw new StoreUnavailableException($"the account is part of {unfinished}", outcomeUnknown: false);
        // The operation's own entry goes first: a taken id must be told from a head that has moved.
        return await Write([.. decision.Entries.OrderBy(entry => entry.Id != decision.Main.Id).Select(Change.Create)], decision.After, etag, cancellation);
    }

    /// <summary>One batch: the changes and the new head.</summary>
    public async Task<CommitOutcome> Write(IReadOnlyList<Change> changes, Account after, string? etag, CancellationToken cancellation)
    {
        var today = programs[after.Program].DateOf(clock.GetUtcNow());
        var head = StoredHead.Of(after, programs[after.Program], today);
        changes = [.. changes.Select(change => change.Entry is not { } entry ? change : change with { Body = JournalKey.Stamp(change.Body, JournalKey.Of(after.Program, today, entry)) })];
        for (var attempt = 1; ; attempt++)
        {
            var (outcome, failure) = await Send(after.AccountId, changes, head, etag, cancellation);
            if (outcome == CommitOutcome.Committed)
                events.Committed(after.Program, changes.Select(change => change.Entry).OfType<Entry>());
            if (outcome is { } known)
                return known == CommitOutcome.Taken && attempt > 1 ? CommitOutcome.TakenPerhapsByUs : known;
            if (attempt == Documents.Attempts)
                throw new StoreUnavailableException("batch", outcomeUnknown: true, failure);
            await Documents.Pause(attempt);
        }
    }

    private async Task<(CommitOutcome?, Exception?)> Send(string accountId, IReadOnlyList<Change> changes, byte[] head, string? etag, CancellationToken cancellation)
    {
        var batch = store.Accounts.CreateTransactionalBatch(new PartitionKey(accountId));
        foreach (var change in changes)
        {
            _ = change switch
            {
                { Body: null } => batch.DeleteItem(change.Id),
                { Replaces: true } => batch.ReplaceItemStream(change.Id, new MemoryStream(change.Body)),
                _ => batch.CreateItemStream(new MemoryStream(change.Body)),
            };
        }

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
