using Functions.Store;

namespace Functions.Members;

/// <summary>The person behind a card. Personal data is here and nowhere else.</summary>
public sealed record Member
{
    public required string Id { get; init; }
    public required string MemberId { get; init; }
    public required string Program { get; init; }
    public string? Name { get; init; }
    public string? Kana { get; init; }
    public DateOnly? BirthDate { get; init; }
    public string? Phone { get; init; }
    public string? PostalCode { get; init; }
    public string? Address { get; init; }
    public string? Email { get; init; }
}

public sealed class MemberStore(CosmosStore store)
{
    public async Task<Member?> Find(string memberId, CancellationToken cancellation) =>
        (await store.Members.Find(memberId, memberId, StoreJson.Readable.Member, cancellation))?.Value;

    /// <summary>Writes a new member; the same member again is no mistake.</summary>
    public Task Create(Member member, CancellationToken cancellation) =>
        store.Members.TryCreate(member, member.MemberId, StoreJson.Readable.Member, cancellation);
}
