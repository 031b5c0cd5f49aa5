using Functions.Cards;
using Functions.Ledger;
using Functions.Operations;
using Functions.Programs;
using Functions.Store;
using Microsoft.Azure.Cosmos;
using Points.Ledger;
using Points.Members;

namespace Functions.Members;

public sealed record UnclaimedMember(string MemberId);

public sealed record DueReason(string Id, string AccountId);

/// <summary>
/// Erases the personal data whose time has come (KKR-15.3, KKR-16.3). The data goes first and the account's entry last:
/// a run that dies is repeated by the next one.
/// </summary>
public sealed class Erasure(CosmosStore store, AccountStore accounts, MemberStore members, Registration registration, ForfeitureReasons reasons, ProgramCatalogue programs, Settings settings, TimeProvider clock)
{
    /// <summary>Erases the person behind an ended account unless another account still needs the data, and cuts the account loose.</summary>
    public async Task<CommitOutcome?> Erase(DueHead head, CancellationToken cancellation)
    {
        var account = head.Account;
        if (EraseMember.Decide(account, head.Program, head.Now) is not { } accepted)
            return null;
        // A card that is being added to the member right now: tomorrow it is known whether it was.
        if (await members.Find(account.MemberId!, cancellation) is { UnclaimedOn: { } linkedOn } && linkedOn >= head.Today.AddDays(-1))
            return null;
        await registration.Release(account.MemberId!, isKept: other => IsKept(other, account, head.Today), cancellation);
        return await accounts.Commit(accepted, head.ETag, cancellation);
    }

    /// <summary>A free text may be about a person, whether or not the card had a member (KKR-16.3).</summary>
    public async Task EraseReasons(CancellationToken cancellation)
    {
        var latest = programs.ById.Values.Max(program => program.DateOf(clock.GetUtcNow()));
        var due = new QueryDefinition("SELECT c.id, c.accountId FROM c WHERE c.type = 'forfeitureReason' AND c.erasureDueOn <= @on").WithParameter("@on", $"{latest:yyyy-MM-dd}");
        foreach (var reason in await store.Accounts.Query(due, partition: null, StoreJson.Readable.DueReason, cancellation))
            await reasons.Erase(reason.AccountId, reason.Id, cancellation);
    }

    /// <summary>Registrations that never got a card, and links to members that a dead process never brought to an account's head.</summary>
    public async Task ReleaseUnclaimed(CancellationToken cancellation)
    {
        var latest = programs.ById.Values.Max(program => program.DateOf(clock.GetUtcNow()));
        // A link from yesterday may be a minute old.
        var under = latest.AddDays(-1);
        var cardlessBefore = latest.AddDays(-settings.CardlessDays);
        var cardless = new QueryDefinition("SELECT c.memberId FROM c WHERE c.cardlessSince < @before").WithParameter("@before", $"{cardlessBefore:yyyy-MM-dd}");
        foreach (var member in await store.Members.Query(cardless, partition: null, StoreJson.Readable.UnclaimedMember, cancellation))
            await registration.Release(member.MemberId, isKept: _ => true, cancellation, cardlessBefore, linkedBefore: under);

        var unclaimed = new QueryDefinition("SELECT c.memberId FROM c WHERE c.unclaimedOn < @before").WithParameter("@before", $"{under:yyyy-MM-dd}");
        foreach (var member in await store.Members.Query(unclaimed, partition: null, StoreJson.Readable.UnclaimedMember, cancellation))
            await registration.Release(member.MemberId, isKept: _ => true, cancellation, linkedBefore: under);
    }

    /// <summary>Another account of the member keeps the data while it lives, and as long as its own end allows.</summary>
    private static bool IsKept(Account other, Account erased, DateOnly today) =>
        other.AccountId != erased.AccountId && (other.EndedAt is null || other.ErasureDueOn > today);
}
