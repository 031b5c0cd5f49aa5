using Functions.Members;
using Functions.Store;
using Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Functions.MyPage;

/// <summary>A stored session: under the hash of its token, so that nobody who reads the store can use it.</summary>
/// <param name="Ttl">Seconds after which the store forgets it.</param>
public sealed record SessionDocument(string Id, string Key, string Program, string MemberId, DateTimeOffset StartedAt, DateTimeOffset SeenAt, int Ttl);

/// <summary>The member who is signed in, as a feature of the request.</summary>
public sealed record MemberSession(string Token, Member Member)
{
    public static MemberSession Of(HttpContext http) => http.Features.GetRequiredFeature<MemberSession>();
}

/// <summary>Starts, finds and ends the sessions of My Page. A session ends by idleness, by age, by signing out here or everywhere, and with the member.</summary>
public sealed class MemberSessions(CosmosStore store, MemberStore members, SessionTokens tokens, TimeProvider clock)
{
    private const string Kind = "session";

    public async Task<string> Start(Member member, CancellationToken cancellation)
    {
        var token = SessionTokens.Make();
        var (key, now) = (KeyOf(token), clock.GetUtcNow());
        var session = new SessionDocument(key, key, member.Program, member.MemberId, now, now, tokens.Ttl);
        await store.Lookups.TryCreate(session, key, StoreJson.Readable.SessionDocument, cancellation);
        return token;
    }

    public async Task<MemberSession?> Find(string token, string program, CancellationToken cancellation)
    {
        var key = KeyOf(token);
        if (await store.Lookups.Find(key, key, StoreJson.Readable.SessionDocument, cancellation) is not { Value: var session } stored || session.Program != program)
            return null;
        var now = clock.GetUtcNow();
        if (tokens.IsOver(session.StartedAt, session.SeenAt, now))
            return null;
        if (await members.Find(session.MemberId, cancellation) is not { MyPageOpen: true } member || member.SignedOutAt >= session.StartedAt)
            return null;
        // Two pages at once: whichever is first has seen it.
        if (now - session.SeenAt >= SessionTokens.Unseen)
            await store.Lookups.TryReplace(session with { SeenAt = now }, key, key, stored.ETag, StoreJson.Readable.SessionDocument, cancellation);
        return new MemberSession(token, member);
    }

    public Task End(string token, CancellationToken cancellation) => store.Lookups.Remove(KeyOf(token), KeyOf(token), cancellation);

    /// <summary>No session of the member that has begun by now is good any more.</summary>
    public async Task EndAll(string memberId, CancellationToken cancellation)
    {
        while (await members.FindStored(memberId, cancellation) is { } stored
            && !await members.TryWrite(stored.Value with { SignedOutAt = clock.GetUtcNow() }, stored.ETag, cancellation))
        {
            await Documents.Pause(1);
        }
    }

    /// <summary>What the session's forms carry.</summary>
    public string FormTokenOf(string token) => tokens.FormTokenOf(Kind, token);

    private static string KeyOf(string token) => SessionTokens.KeyOf(Kind, token);
}
