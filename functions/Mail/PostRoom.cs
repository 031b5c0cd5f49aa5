using Functions.Store;

namespace Functions.Mail;

/// <summary>The letters that wait to be sent, in the store: what is queued survives everything and is queued once.</summary>
public sealed class PostRoom(CosmosStore store)
{
    /// <summary>False when a letter of that id is queued or was sent already.</summary>
    public Task<bool> Add(QueuedLetter letter, CancellationToken cancellation) =>
        store.Mail.TryCreate(letter, letter.Id, StoreJson.Readable.QueuedLetter, cancellation);
}
