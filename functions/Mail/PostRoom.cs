using System.Globalization;
using Functions.Store;
using Microsoft.Azure.Cosmos;

namespace Functions.Mail;

/// <summary>Where a letter stands in the queue.</summary>
public sealed record LetterPlace(string Id, string State, DateTimeOffset QueuedAt, int Number, DateTimeOffset NextTryAt)
{
    public bool IsBefore(QueuedLetter other) =>
        Id != other.Id && (QueuedAt, Number).CompareTo((other.QueuedAt, other.Number)) < 0;
}

/// <summary>The letters that wait to be sent, in the store: what is queued survives everything and is queued once.</summary>
public sealed class PostRoom(CosmosStore store)
{
    private const int PageSize = 50;
    private const int MostShown = 100;

    /// <summary>How long an ended letter keeps its id taken; longer than any event is told late.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(90);

    private const string Place = "c.id, c.state, c.queuedAt, c.number, c.nextTryAt";
    private const string Open = $"c.state IN ('{LetterState.Waiting}', '{LetterState.Sending}')";

    /// <summary>False when a letter of that id is queued or was sent already.</summary>
    public Task<bool> Add(QueuedLetter letter, CancellationToken cancellation) =>
        // One offset for all: the store compares instants as text.
        store.Mail.TryCreate(
            letter with { QueuedAt = letter.QueuedAt.ToUniversalTime(), NextTryAt = letter.NextTryAt.ToUniversalTime() },
            letter.Id, StoreJson.Readable.QueuedLetter, cancellation);

    public Task<Stored<QueuedLetter>?> Find(string id, CancellationToken cancellation) =>
        store.Mail.Find(id, id, StoreJson.Readable.QueuedLetter, cancellation);

    /// <summary>False when somebody else changed it since it was read.</summary>
    public Task<bool> TryChange(Stored<QueuedLetter> read, QueuedLetter after, CancellationToken cancellation) =>
        store.Mail.TryReplace(after, after.Id, after.Id, read.ETag, StoreJson.Readable.QueuedLetter, cancellation);

    /// <summary>Changes a letter that is in the caller's hands.</summary>
    public async Task Change(string id, Func<QueuedLetter, QueuedLetter> change, CancellationToken cancellation)
    {
        while (await Find(id, cancellation) is { } stored && !await TryChange(stored, change(stored.Value), cancellation))
            await Documents.Pause(attempt: 1);
    }

    public static QueuedLetter Ended(QueuedLetter letter, string state) => letter with { State = state, Ttl = (int)Remembered.TotalSeconds };

    /// <summary>The first of those whose turn it is, oldest first.</summary>
    public async Task<IReadOnlyList<LetterPlace>> Due(string urgency, DateTimeOffset now, CancellationToken cancellation)
    {
        var query = new QueryDefinition($"SELECT TOP {PageSize} {Place} FROM c WHERE c.urgency = @urgency AND {Open} AND c.nextTryAt <= @now ORDER BY c.queuedAt")
            .WithParameter("@urgency", urgency)
            .WithParameter("@now", now.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
        var due = await store.Mail.Query(query, partition: null, StoreJson.Readable.LetterPlace, cancellation);
        return [.. due.OrderBy(place => place.QueuedAt).ThenBy(place => place.Number)];
    }

    /// <summary>The open letter of the same account that must go out first; null when there is none.</summary>
    public async Task<LetterPlace?> Before(QueuedLetter letter, CancellationToken cancellation)
    {
        if (letter.AccountId is not { } accountId)
            return null;
        var query = new QueryDefinition($"SELECT {Place} FROM c WHERE c.accountId = @account AND {Open}").WithParameter("@account", accountId);
        var open = await store.Mail.Query(query, partition: null, StoreJson.Readable.LetterPlace, cancellation);
        return open.Where(place => place.IsBefore(letter)).OrderBy(place => place.QueuedAt).ThenBy(place => place.Number).FirstOrDefault();
    }

    /// <summary>How many wait, and since when the first of them.</summary>
    public async Task<(int Waiting, DateTimeOffset? Since)> Depth(CancellationToken cancellation)
    {
        var count = await store.Mail.Query(
            new QueryDefinition($"SELECT VALUE COUNT(1) FROM c WHERE {Open}"), partition: null, StoreJson.Readable.Int32, cancellation);
        var oldest = await store.Mail.Query(
            new QueryDefinition($"SELECT TOP 1 {Place} FROM c WHERE {Open} ORDER BY c.queuedAt"), partition: null, StoreJson.Readable.LetterPlace, cancellation);
        return (count.Sum(), oldest.FirstOrDefault()?.QueuedAt);
    }

    /// <summary>The first dead letters of a program, and those of which nobody knows the program.</summary>
    public async Task<IReadOnlyList<QueuedLetter>> Dead(string program, CancellationToken cancellation)
    {
        var query = new QueryDefinition($"SELECT TOP {MostShown} * FROM c WHERE c.state = '{LetterState.Dead}' AND c.program IN (@program, '') ORDER BY c.queuedAt")
            .WithParameter("@program", program);
        return await store.Mail.Query(query, partition: null, StoreJson.Readable.QueuedLetter, cancellation);
    }
}
