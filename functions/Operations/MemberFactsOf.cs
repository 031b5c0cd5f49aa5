using Functions.Members;
using Functions.Programs;
using Points.Cards;
using Points.Ledger;

namespace Functions.Operations;

/// <summary>What a merge or link asks about the member behind an account.</summary>
public interface IMemberFacts
{
    Task<MemberFacts> Of(Account account, CancellationToken cancellation);
}

/// <summary>From what a member has registered.</summary>
public sealed class RegisteredMemberFacts(MemberStore members, ProgramCatalogue programs, TimeProvider clock) : IMemberFacts
{
    public async Task<MemberFacts> Of(Account account, CancellationToken cancellation)
    {
        if (account.MemberId is not { } id || await members.Find(id, cancellation) is not { } member)
            return MemberFacts.Unknown;
        var program = programs[account.Program];
        var required = program.TermsOn(program.DateOf(clock.GetUtcNow())).Membership.RequiredData.Is;
        return new MemberFacts(MyPageOpen: member.Email is not null, DataComplete: required.All(name => Has(member, name)));
    }

    private static bool Has(Member member, string name) => name switch
    {
        "name" => member.Name is not null,
        "kana" => member.Kana is not null,
        "birthDate" => member.BirthDate is not null,
        "phone" => member.Phone is not null,
        "postalCode" => member.PostalCode is not null,
        "address" => member.Address is not null,
        "email" => member.Email is not null,
        _ => false,
    };
}
