using System.Buffers.Text;
using Functions.Cards;
using Functions.Http;
using Functions.Ledger;
using Functions.Store;
using Points.Ledger;
using Points.Programs;

namespace Functions.Members;

/// <summary>A member as an operation has written it, and the fields that it changed.</summary>
public sealed record Admission(Member Member, IReadOnlyList<string> Fields);

/// <summary>
/// The member's side of a registration. The order makes a repeated request complete whatever a dead process left: the
/// address is taken, the member is written, then the account's batch decides, then <see cref="Finish"/> ties up the rest.
/// </summary>
public sealed class Registration(MemberStore members, MemberKeys keys, AccountStore accounts, ConfirmationMail mail, ScanTokens tokens)
{
    private const int MaxRaces = 100;

    /// <summary>An address taken by a member who is not there yet belongs to a request under way, for so long.</summary>
    private static readonly TimeSpan UnderWay = TimeSpan.FromSeconds(5);

    /// <summary>Writes what a form says to the member of an account; null when the address names somebody else.</summary>
    /// <exception cref="ProblemException">The membership of that member was forfeited.</exception>
    public async Task<Admission?> Admit(PersonData data, string accountId, string? memberId, Operation operation, Program program, CancellationToken cancellation)
    {
        var ownId = memberId ?? Base64Url.EncodeToString(tokens.Derive($"member|{program.Id}|{operation.Id}|{accountId}").AsSpan(0, 15));
        for (var race = 1; race <= MaxRaces; race++)
        {
            var own = await members.FindStored(ownId, cancellation);
            var before = own?.Value ?? Fresh(ownId, operation, program);
            var etag = own?.ETag;
            if (data.Email is { } email && await Owner(email, program.Id, cancellation) is { } owner && owner.Value.MemberId != ownId)
            {
                if (!MemberChanges.AreOnePerson(owner.Value, MemberChanges.Filled(before, data)))
                    return null;
                if (own is not null && !await TryLeave(own, operation, program, cancellation))
                    continue;
                (before, etag) = (owner.Value, owner.ETag);
            }

            if (before.ForfeitedAt is not null)
                throw new ProblemException(Problem.From(MemberRegistration.Ended(program, operation)));
            if (before.History.FirstOrDefault(change => change.OperationId == operation.Id && change.AccountId == accountId) is { } done)
                return new Admission(before, done.Fields);
            var (after, fields) = MemberChanges.Apply(before, data, operation, program);
            after = Linked(after, accountId, operation, program);
            if (await TryTakeAddress(after, operation, cancellation) && await members.TryWrite(after, etag, cancellation))
                return new Admission(after, fields);
            await Documents.Pause(int.Min(race, 4));
        }

        throw new StoreUnavailableException("too many races on one member", outcomeUnknown: false);
    }

    /// <summary>After the account has the member: lookups, the mail, and the end of what is no longer true. May be repeated.</summary>
    public async Task Finish(string memberId, CancellationToken cancellation)
    {
        while (await members.FindStored(memberId, cancellation) is { Value: var member } stored)
        {
            var current = CurrentKeys(member);
            if (member.Phone is { } phone)
                await keys.AddPhone(keys.PhoneKey(member.Program, phone), member.Program, memberId, cancellation);
            if (member.PendingEmail is { MailedAt: null })
                await mail.Send(member, cancellation);
            var stale = member.Keys.Except(current).ToList();
            foreach (var key in stale)
                await keys.Remove(key, memberId, cancellation);

            var isMailed = member.PendingEmail is not { MailedAt: null };
            if (isMailed && stale.Count == 0 && member.UnclaimedOn is null)
                return;
            var tidy = member with { Keys = current, UnclaimedOn = null, PendingEmail = isMailed ? member.PendingEmail : member.PendingEmail! with { MailedAt = mail.Now } };
            if (await members.TryWrite(tidy, stored.ETag, cancellation))
                return;
        }
    }

    /// <summary>
    /// Takes an account's link to a member away. A member whom no account needs any more is erased: data, lookups and
    /// whatever this machine kept of mails.
    /// </summary>
    /// <param name="isKept">Whether another account still needs the data.</param>
    public async Task Release(string memberId, Func<Account, bool> isKept, CancellationToken cancellation)
    {
        while (await members.FindStored(memberId, cancellation) is { Value: var member } stored)
        {
            List<string> kept = [];
            foreach (var id in member.Accounts)
            {
                if (await accounts.Head(id, cancellation) is { Value: var account } && account.MemberId == memberId && isKept(account))
                    kept.Add(id);
            }

            if (kept.Count > 0)
            {
                if (await members.TryWrite(member with { Accounts = kept, UnclaimedOn = null }, stored.ETag, cancellation))
                    return;
                continue;
            }

            await mail.Forget(memberId, cancellation);
            foreach (var key in member.Keys.Union(CurrentKeys(member)))
                await keys.Remove(key, memberId, cancellation);
            if (await members.TryRemove(memberId, stored.ETag, cancellation))
                return;
        }
    }

    private static Member Fresh(string memberId, Operation operation, Program program) => new()
    {
        Id = memberId,
        MemberId = memberId,
        Program = program.Id,
        RegisteredAt = operation.RecordedAt,
        RegisteredBy = operation.By,
        Consents = [new Consent("membership", operation.OccurredAt, program.TermsOn(operation.OccurredOn(program)).EffectiveFrom)],
    };

    private Member Linked(Member member, string accountId, Operation operation, Program program)
    {
        var isNew = !member.Accounts.Contains(accountId);
        return member with
        {
            History = [.. member.History.SkipLast(1), member.History[^1] with { AccountId = accountId }],
            Accounts = isNew ? [.. member.Accounts, accountId] : member.Accounts,
            UnclaimedOn = isNew ? operation.RecordedOn(program) : member.UnclaimedOn,
            Keys = [.. member.Keys.Union(CurrentKeys(member))],
        };
    }

    /// <summary>The card goes over to a member who was there before: the one it had is looked at again afterwards.</summary>
    private Task<bool> TryLeave(Stored<Member> own, Operation operation, Program program, CancellationToken cancellation) =>
        own.Value.UnclaimedOn is not null
            ? Task.FromResult(true)
            : members.TryWrite(own.Value with { UnclaimedOn = operation.RecordedOn(program) }, own.ETag, cancellation);

    private async Task<Stored<Member>?> Owner(string email, string program, CancellationToken cancellation) =>
        await keys.Find(keys.EmailKey(program, email), cancellation) is { } key ? await members.FindStored(key.Value.MemberId, cancellation) : null;

    private async Task<bool> TryTakeAddress(Member member, Operation operation, CancellationToken cancellation)
    {
        if (member.PendingEmail is not { } pending || pending.OperationId != operation.Id)
            return true;
        var key = keys.EmailKey(member.Program, pending.Address);
        if (await keys.TryTake(new MemberKey(key, key, member.Program, member.MemberId) { TakenAt = operation.RecordedAt }, cancellation))
            return true;
        return await keys.Find(key, cancellation) is { } taken
            && await members.Find(taken.Value.MemberId, cancellation) is null
            && operation.RecordedAt - taken.Value.TakenAt is { } age && (age >= UnderWay || age < TimeSpan.Zero)
            && await keys.TryTakeOver(taken, member.MemberId, cancellation);
    }

    private List<string> CurrentKeys(Member member)
    {
        List<string> current = [];
        if (member.Phone is { } phone)
            current.Add(keys.PhoneKey(member.Program, phone));
        if (member.Email is { } email)
            current.Add(keys.EmailKey(member.Program, email));
        if (member.PendingEmail is { } pending)
            current.AddRange([keys.EmailKey(member.Program, pending.Address), mail.CodeKeyOf(member.MemberId, pending)]);
        return current;
    }
}
