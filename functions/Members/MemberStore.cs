using Functions.Store;
using Points.Cards;
using Points.Ledger;
using Points.Programs;

namespace Functions.Members;

/// <summary>Members in the store, and what decisions may know of them.</summary>
public sealed class MemberStore(CosmosStore store, TimeProvider clock)
{
    public async Task<Member?> Find(string memberId, CancellationToken cancellation) => (await FindStored(memberId, cancellation))?.Value;

    public Task<Stored<Member>?> FindStored(string memberId, CancellationToken cancellation) =>
        store.Members.Find(memberId, memberId, StoreJson.Readable.Member, cancellation);

    /// <summary>What decisions may know of the member behind an account.</summary>
    public async Task<MemberFacts> Facts(Account account, Program program, CancellationToken cancellation) =>
        account.MemberId is { } id && await Find(id, cancellation) is { } member
            ? new MemberFacts(member.MyPageOpen, member.Missing(program.TermsOn(program.DateOf(clock.GetUtcNow()))).Count == 0)
            : MemberFacts.Unknown;

    /// <summary>Writes a member as new, or over the version that was read; false when somebody else was faster.</summary>
    public Task<bool> TryWrite(Member member, string? etag, CancellationToken cancellation) => etag is null
        ? store.Members.TryCreate(member, member.MemberId, StoreJson.Readable.Member, cancellation)
        : store.Members.TryReplace(member, member.MemberId, member.MemberId, etag, StoreJson.Readable.Member, cancellation);

    public Task<bool> TryRemove(string memberId, string etag, CancellationToken cancellation) =>
        store.Members.TryRemove(memberId, memberId, etag, cancellation);
}
