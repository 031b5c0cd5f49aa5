using System.Buffers.Text;
using System.Security.Cryptography;
using Functions.Cards;
using Functions.Mail;
using Functions.Members;
using Functions.Store;

namespace Functions.MyPage;

/// <summary>Links to My Page by mail: each opens one session, within a quarter of an hour.</summary>
public sealed class LoginLinks(
    CosmosStore store, MemberStore members, MemberKeys keys, Delivery delivery, ScanTokens tokens, TimeProvider clock)
{
    public const string Letter = "login-link";

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>Mails a link if the address is a confirmed one of a member; nothing tells the caller whether it is.</summary>
    public async Task Send(string program, string address, CancellationToken cancellation)
    {
        if (await keys.Find(keys.EmailKey(program, address), cancellation) is not { Value.MemberId: var memberId }
            || await members.Find(memberId, cancellation) is not { Email: { } own } member || EmailAddress.ForLookup(own) != EmailAddress.ForLookup(address))
            return;
        var requestId = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));
        var key = MemberKeys.CodeKey(CodeOf(tokens, memberId, requestId));
        await keys.TryTake(new MemberKey(key, key, program, memberId, requestId, clock.GetUtcNow() + Lifetime, (int)Lifetime.TotalSeconds * 2), cancellation);
        await Mail(member, requestId, cancellation);
    }

    /// <summary>Uses a link up; null for one that is unknown, used, expired or of another program.</summary>
    public async Task<Member?> Use(string program, string code, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        // Only a link's code is derived from the request it names; codes that confirm an address are of no use here.
        if (await keys.Find(MemberKeys.CodeKey(code), cancellation) is not { Value: var link } stored || link.Program != program
            || link.OperationId is null || CodeOf(tokens, link.MemberId, link.OperationId) != code || !(link.ExpiresAt > now))
            return null;
        // Of two at once the store lets one write.
        return await store.Lookups.TryReplace(link with { ExpiresAt = now }, link.Key, link.Key, stored.ETag, StoreJson.Readable.MemberKey, cancellation)
            && await members.Find(link.MemberId, cancellation) is { MyPageOpen: true } member ? member : null;
    }

    /// <summary>Derived when the mail is written, so that the store has only its hash.</summary>
    public static string CodeOf(ScanTokens tokens, string memberId, string requestId) =>
        Base64Url.EncodeToString(tokens.Derive($"login|{memberId}|{requestId}").AsSpan(0, 16));

    private Task Mail(Member member, string requestId, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return delivery.SendNow(
            new QueuedLetter
            {
                Id = $"login:{member.MemberId}:{requestId}",
                Program = member.Program,
                MemberId = member.MemberId,
                Letter = Letter,
                Facts = new Dictionary<string, string> { [LetterWriter.OperationFact] = requestId },
                Urgency = LetterUrgency.Reply,
                QueuedAt = now,
                NextTryAt = now,
            },
            cancellation);
    }
}
