using Functions.Store;
using Points.Cards;
using Points.Ledger;
using Points.Programs;

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

    public bool Has(string field) => field switch
    {
        "name" => Name is not null,
        "kana" => Kana is not null,
        "birthDate" => BirthDate is not null,
        "phone" => Phone is not null,
        "postalCode" => PostalCode is not null,
        "address" => Address is not null,
        "email" => Email is not null,
        _ => throw new InvalidOperationException($"The terms ask for {field}, which members do not have."),
    };
}

public sealed class MemberStore(CosmosStore store)
{
    public async Task<Member?> Find(string memberId, CancellationToken cancellation) =>
        (await store.Members.Find(memberId, memberId, StoreJson.Readable.Member, cancellation))?.Value;

    /// <summary>What decisions may know of the member behind an account.</summary>
    public async Task<MemberFacts> Facts(Account account, Program program, CancellationToken cancellation)
    {
        if (account.MemberId is not { } id || await Find(id, cancellation) is not { } member)
            return MemberFacts.Unknown;
        var required = program.Versions[^1].Membership.RequiredData.Is;
        return new MemberFacts(MyPageOpen: false, DataComplete: required.All(member.Has));
    }

    /// <summary>Writes a new member; the same member again is no mistake.</summary>
    public Task Create(Member member, CancellationToken cancellation) =>
        store.Members.TryCreate(member, member.MemberId, StoreJson.Readable.Member, cancellation);
}
