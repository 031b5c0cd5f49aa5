using Functions.Cards;
using Functions.Ledger;
using Functions.Programs;
using Functions.Store;
using Microsoft.Azure.Cosmos;
using Points.Ledger;
using Points.Members;

namespace Functions.Members;

/// <summary>What the query for due accounts reads of each.</summary>
public sealed record DueAccount(string AccountId);

public sealed record UnclaimedMember(string MemberId);

public sealed record DueReason(string Id, string AccountId);

/// <summary>
/// Erases the personal data whose time has come (KKR-15.3, KKR-16.3). The data goes first and the account's entry last:
/// a run that dies is repeated by the next one.
/// </summary>
public sealed class Erasure(CosmosStore store, AccountStore accounts, MemberStore members, Registration registration, ForfeitureReasons reasons, LedgerStore ledger, ProgramCatalogue programs)
{
    /// <summary>How many accounts were cut loose from their member.</summary>
    public async Task<int> Run(CancellationToken cancellation)
    {
        var latest = programs.ById.Values.Max(program => program.DateOf(ledger.Now(program)));
        var due = new QueryDefinition("SELECT c.accountId FROM c WHERE c.type = 'account' AND c.erasureDueOn <= @on").WithParameter("@on", $"{latest:yyyy-MM-dd}");
        var erased = 0;
        foreach (var account in await store.Accounts.Query(due, partition: null, StoreJson.Readable.DueAccount, cancellation))
            erased += await Erase(account.AccountId, cancellation) ? 1 : 0;

        // A free text may be about a person, whether or not the card had a member.
        var dueReasons = new QueryDefinition("SELECT c.id, c.accountId FROM c WHERE c.type = 'forfeitureReason' AND c.erasureDueOn <= @on").WithParameter("@on", $"{latest:yyyy-MM-dd}");
        foreach (var reason in await store.Accounts.Query(dueReasons, partition: null, StoreJson.Readable.DueReason, cancellation))
            await reasons.Erase(reason.AccountId, reason.Id, cancellation);

        // Links to members that a dead process never brought to an account's head; one from yesterday may be a minute old.
        var unclaimed = new QueryDefinition("SELECT c.memberId FROM c WHERE c.unclaimedOn < @before").WithParameter("@before", $"{latest.AddDays(-1):yyyy-MM-dd}");
        foreach (var member in await store.Members.Query(unclaimed, partition: null, StoreJson.Readable.UnclaimedMember, cancellation))
            await registration.Release(member.MemberId, isKept: _ => true, cancellation);
        return erased;
    }

    private async Task<bool> Erase(string accountId, CancellationToken cancellation)
    {
        while (await accounts.Head(accountId, cancellation) is { Value: var account } head)
        {
            var program = programs[account.Program];
            var now = ledger.Now(program);
            if (EraseMember.Decide(account, program, now) is not { } accepted)
                return false;
            // A card that is being added to the member right now: tomorrow it is known whether it was.
            if (await members.Find(account.MemberId!, cancellation) is { UnclaimedOn: { } linkedOn } && linkedOn >= program.DateOf(now).AddDays(-1))
                return false;
            await registration.Release(account.MemberId!, isKept: other => IsKept(other, account, program.DateOf(now)), cancellation);
            if (await accounts.Commit(accepted, head.ETag, cancellation) != CommitOutcome.Moved)
                return true;
        }

        return false;
    }

    /// <summary>Another account of the member keeps the data while it lives, and as long as its own end allows.</summary>
    private static bool IsKept(Account other, Account erased, DateOnly today) =>
        other.AccountId != erased.AccountId && (other.EndedAt is null || other.ErasureDueOn > today);
}
