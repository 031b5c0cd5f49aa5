using Functions.Http;
using Functions.Keys;
using Functions.Store;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Functions.FrontDesk;

/// <summary>What a clerk was about to do when its form was shown. It stays until the outcome has been seen.</summary>
/// <param name="CardNumber">Null for a card that is only about to be issued.</param>
/// <param name="What">In words for the clerk, without anything of a person.</param>
public sealed record UnfinishedOperation(string OperationId, string? CardNumber, string What, DateTimeOffset At);

/// <summary>A terminal that has signed in: under the hash of its token, and with the hash of the key's secret, so that another secret ends it.</summary>
/// <param name="Ttl">Seconds after which the store forgets it.</param>
public sealed record TerminalSessionDocument(
    string Id, string Key, string KeyId, string SecretHash, DateTimeOffset StartedAt, DateTimeOffset SeenAt, int Ttl, IReadOnlyList<UnfinishedOperation> Unfinished);

/// <summary>The terminal that is signed in, as a feature of the request.</summary>
public sealed record TerminalSession(string Token, Caller Caller, IReadOnlyList<UnfinishedOperation> Unfinished)
{
    public static TerminalSession Of(HttpContext http) => http.Features.GetRequiredFeature<TerminalSession>();
}

/// <summary>Starts, finds and ends sessions of terminals. One ends by idleness, by age, by signing out, and with its key.</summary>
public sealed class TerminalSessions(CosmosStore store, KeyStore keys, SessionTokens tokens, TimeProvider clock)
{
    private const string Kind = "terminal";
    private const int MostUnfinished = 5;

    /// <param name="credential">The key that <paramref name="caller"/> has shown.</param>
    /// <param name="earlier">The token of the session before, if there was one: what it left unfinished goes on.</param>
    public async Task<string> Start(Caller caller, string credential, string? earlier, CancellationToken cancellation)
    {
        var token = SessionTokens.Make();
        var (key, now) = (KeyOf(token), clock.GetUtcNow());
        var left = earlier is null ? null : await Read(earlier, cancellation);
        var unfinished = left?.Value.KeyId == caller.KeyId ? left.Value.Unfinished : [];
        var secretHash = TerminalKey.HashOf(credential.AsSpan(credential.IndexOf('.', StringComparison.Ordinal) + 1));
        var session = new TerminalSessionDocument(key, key, caller.KeyId, secretHash, now, now, tokens.Ttl, unfinished);
        await store.Lookups.TryCreate(session, key, StoreJson.Readable.TerminalSessionDocument, cancellation);
        if (left is not null)
            await End(earlier!, cancellation);
        return token;
    }

    public async Task<TerminalSession?> Find(string token, CancellationToken cancellation)
    {
        if (await Read(token, cancellation) is not { Value: var session } stored)
            return null;
        var now = clock.GetUtcNow();
        if (tokens.IsOver(session.StartedAt, session.SeenAt, now))
            return null;
        if (await keys.Still(session.KeyId, session.SecretHash, cancellation) is not { } caller)
            return null;
        // Two pages at once: whichever is first has seen it.
        if (now - session.SeenAt >= SessionTokens.Unseen)
            await TryWrite(session with { SeenAt = now }, stored.ETag, cancellation);
        return new TerminalSession(token, caller, session.Unfinished);
    }

    /// <summary>Remembers what is about to be done, before it can be.</summary>
    public Task Begin(TerminalSession session, UnfinishedOperation operation, CancellationToken cancellation) =>
        Change(session, unfinished => [.. unfinished.TakeLast(MostUnfinished - 1), operation], cancellation);

    /// <summary>The outcome has been seen.</summary>
    public Task Finish(TerminalSession session, string operationId, CancellationToken cancellation) =>
        session.Unfinished.Any(operation => operation.OperationId == operationId)
            ? Change(session, unfinished => [.. unfinished.Where(operation => operation.OperationId != operationId)], cancellation)
            : Task.CompletedTask;

    public Task End(string token, CancellationToken cancellation) => store.Lookups.Remove(KeyOf(token), KeyOf(token), cancellation);

    /// <summary>What the session's forms carry.</summary>
    public string FormTokenOf(string token) => tokens.FormTokenOf(Kind, token);

    private async Task Change(
        TerminalSession session, Func<IReadOnlyList<UnfinishedOperation>, IReadOnlyList<UnfinishedOperation>> change, CancellationToken cancellation)
    {
        while (await Read(session.Token, cancellation) is { } stored
            && !await TryWrite(stored.Value with { Unfinished = change(stored.Value.Unfinished) }, stored.ETag, cancellation))
        {
            await Documents.Pause(1);
        }
    }

    private Task<Stored<TerminalSessionDocument>?> Read(string token, CancellationToken cancellation) =>
        store.Lookups.Find(KeyOf(token), KeyOf(token), StoreJson.Readable.TerminalSessionDocument, cancellation);

    private Task<bool> TryWrite(TerminalSessionDocument session, string etag, CancellationToken cancellation) =>
        store.Lookups.TryReplace(session, session.Id, session.Key, etag, StoreJson.Readable.TerminalSessionDocument, cancellation);

    private static string KeyOf(string token) => SessionTokens.KeyOf(Kind, token);
}
