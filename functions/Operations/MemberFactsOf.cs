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

/// <summary>From what a member has registered and confirmed.</summary>
public sealed class RegisteredMemberFacts(MemberStore members, ProgramCatalogue programs) : IMemberFacts
{
    public Task<MemberFacts> Of(Account account, CancellationToken cancellation) => members.Facts(account, programs[account.Program], cancellation);
}
