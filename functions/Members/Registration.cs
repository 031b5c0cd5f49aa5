using System.Buffers.Text;
using Functions.Cards;
using Functions.Ledger;
using Functions.Store;
using Points.Cards;
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

    /// <summary>Writes what a form says to the member of an account; refused when the address names somebody else, or a member who may have no other card.</summary>
    public async Task<(Admission? Admission, Refused? Refused)> Admit(PersonData data, string accountId, string? memberId, Operation operation, Program program, CancellationToken cancellation)
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
                    return (null, EmailTaken(program, operation));
                if (await WhyNotAnotherCard(owner.Value, accountId, operation, program, cancellation) is { } second)
                    return (null, second);
                if (own is not null && !await TryLeave(own, operation, program, cancellation))
                    continue;
                (before, etag) = (owner.Value, owner.ETag);
            }

            if (before.ForfeitedAt is not null)
                return (null, Ended(program, operation));
            var (after, fields) = Changed(before, data, accountId, isClaim: memberId != before.MemberId, operation, program);
            if (await TryTakeAddress(after, operation, cancellation)
                && (ReferenceEquals(after, before) || await members.TryWrite(after, etag, cancellation))
                && await TryKeepAddress(after, operation, cancellation))
                return (new Admission(after, fields), null);
            await Documents.Pause(int.Min(race, 4));
        }

        throw new StoreUnavailableException("too many races on one member", outcomeUnknown: false);
    }

    /// <summary>The member as the form says; the same one where this very operation has said it before.</summary>
    private (Member After, IReadOnlyList<string> Fields) Changed(
        Member before, PersonData data, string accountId, bool isClaim, Operation operation, Program program)
    {
        if (before.History.FirstOrDefault(change => change.OperationId == operation.Id && change.AccountId == accountId) is { } done)
            return (before, done.Fields);
        var (after, fields) = MemberChanges.Apply(before, data, operation, program);
        var noted = after with { History = [.. after.History.SkipLast(1), after.History[^1] with { AccountId = accountId }] };
        return (Linked(noted, accountId, isClaim, operation, program), fields);
    }

    /// <summary>Links one more account to a member who is registered; neither when there is no such member.</summary>
    public async Task<(Member? Member, Refused? Refused)> Join(string memberId, string accountId, Operation operation, Program program, CancellationToken cancellation)
    {
        while (await members.FindStored(memberId, cancellation) is { Value: var member } stored)
        {
            if (await WhyNotAnotherCard(member, accountId, operation, program, cancellation) is { } second)
                return (null, second);
            if (member.ForfeitedAt is not null)
                return (null, Ended(program, operation));
            var linked = Linked(member, accountId, isClaim: true, operation, program);
            if (await members.TryWrite(linked, stored.ETag, cancellation))
                return (linked, null);
        }

        return (null, null);
    }

    /// <summary>
    /// The refusal of a second card where the terms give each member one. A link that is still under way is stopped, so that of two
    /// at once one gets through: both write the member, and the second to do so sees the first.
    /// </summary>
    public async Task<Refused?> WhyNotAnotherCard(Member member, string accountId, Operation operation, Program program, CancellationToken cancellation)
    {
        var terms = program.TermsOn(operation.OccurredOn(program));
        foreach (var other in OneCard.Applies(terms) ? member.Accounts.Where(id => id != accountId) : [])
        {
            var head = await accounts.Head(other, cancellation);
            foreach (var link in head?.Value.MemberId == member.MemberId ? [] : member.Links.Where(link => link.AccountId == other))
            {
                if (!await accounts.Stop(other, link.OperationId, cancellation))
                    head = await accounts.Head(other, cancellation);
            }

            if (head is { Value: var held } && held.MemberId == member.MemberId && OneCard.Refuse(held, terms, operation.RecordedOn(program)) is { } second)
                return second;
        }

        return null;
    }

    /// <summary>After the account has the member: lookups, the mail, and the end of what is no longer true. May be repeated.</summary>
    /// <param name="isLinked">False where no account was linked: then what waits for one goes on waiting.</param>
    public async Task Finish(string memberId, CancellationToken cancellation, bool isLinked = true)
    {
        while (await members.FindStored(memberId, cancellation) is { Value: var member } stored)
        {
            var current = CurrentKeys(member);
            // Staff do not find members by the number that somebody typed on the web, until the address is confirmed.
            if (member.Phone is { } phone && (isLinked || member.CardlessSince is null || member.MyPageOpen))
                await keys.AddPhone(keys.PhoneKey(member.Program, phone), member.Program, memberId, cancellation);
            if (member.PendingEmail is { MailedAt: null })
                await mail.Send(member, cancellation);
            var stale = member.Keys.Except(current).ToList();
            foreach (var key in stale)
                await keys.Remove(key, memberId, cancellation);

            var isMailed = member.PendingEmail is not { MailedAt: null };
            if (isMailed && stale.Count == 0 && (!isLinked || member is { UnclaimedOn: null, CardlessSince: null }))
                return;
            var settled = isLinked ? member with { UnclaimedOn = null, CardlessSince = null } : member;
            var tidy = settled with { Keys = current, PendingEmail = isMailed ? member.PendingEmail : member.PendingEmail! with { MailedAt = mail.Now } };
            if (await members.TryWrite(tidy, stored.ETag, cancellation))
                return;
        }
    }

    /// <summary>
    /// Takes an account's link to a member away. A member whom no account needs any more is erased: data, lookups and
    /// whatever this machine kept of mails.
    /// </summary>
    /// <param name="isKept">Whether another account still needs the data.</param>
    /// <param name="cardlessBefore">Members who had no card yet are kept from this day on; for ever where it is left out.</param>
    /// <param name="linkedBefore">A link from this day on may be under way: its member is left as it is.</param>
    public async Task Release(
        string memberId, Func<Account, bool> isKept, CancellationToken cancellation, DateOnly? cardlessBefore = null, DateOnly? linkedBefore = null)
    {
        while (await members.FindStored(memberId, cancellation) is { Value: var member } stored && !(member.UnclaimedOn >= linkedBefore))
        {
            List<string> kept = [];
            foreach (var id in member.Accounts)
            {
                if (await accounts.Head(id, cancellation) is { Value: var account } && account.MemberId == memberId && isKept(account))
                    kept.Add(id);
            }

            if (kept.Count > 0 || member.CardlessSince is { } since && !(since < cardlessBefore))
            {
                var left = member with
                {
                    Accounts = kept,
                    Links = [.. member.Links.Where(link => kept.Contains(link.AccountId))],
                    UnclaimedOn = null,
                    CardlessSince = kept.Count > 0 ? null : member.CardlessSince,
                };
                if (await members.TryWrite(left, stored.ETag, cancellation))
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

    public static Refused EmailTaken(Program program, Operation operation) => Refused.Because(
        "email-taken", program.TermsOn(operation.OccurredOn(program)).Membership.RequiredData.Clause,
        "このメールアドレスは別の方の登録に使われています。氏名・カナ・生年月日をご確認ください。");

    private static Refused Ended(Program program, Operation operation) => Refused.Because(
        "membership-ended", program.TermsOn(operation.OccurredOn(program)).Membership.Forfeiture.Clause,
        "この会員の資格は終了しており、カードを登録できません。");

    public static Member Fresh(string memberId, Operation operation, Program program) => new()
    {
        Id = memberId,
        MemberId = memberId,
        Program = program.Id,
        RegisteredAt = operation.RecordedAt,
        RegisteredBy = operation.By,
        Consents = [new Consent("membership", operation.OccurredAt, program.TermsOn(operation.OccurredOn(program)).EffectiveFrom)],
    };

    private Member Linked(Member member, string accountId, bool isClaim, Operation operation, Program program)
    {
        var isNew = !member.Accounts.Contains(accountId);
        return member with
        {
            Accounts = isNew ? [.. member.Accounts, accountId] : member.Accounts,
            UnclaimedOn = isNew ? operation.RecordedOn(program) : member.UnclaimedOn,
            Links = isClaim ? [.. member.Links.Union([new AccountLink(accountId, operation.Id)])] : member.Links,
            Keys = [.. member.Keys.Union(CurrentKeys(member))],
        };
    }

    /// <summary>The card goes over to a member who was there before: the one it had is looked at again afterwards.</summary>
    private Task<bool> TryLeave(Stored<Member> own, Operation operation, Program program, CancellationToken cancellation) =>
        own.Value.UnclaimedOn is not null
            ? Task.FromResult(true)
            : members.TryWrite(own.Value with { UnclaimedOn = operation.RecordedOn(program) }, own.ETag, cancellation);

    public async Task<Stored<Member>?> Owner(string email, string program, CancellationToken cancellation) =>
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
            && operation.RecordedAt - taken.Value.TakenAt is { } age && age.Duration() >= UnderWay
            && await keys.TryTakeOver(taken, member.MemberId, operation.RecordedAt, cancellation);
    }

    /// <summary>
    /// Once the member is there: whoever meant to take the address over finds it changed, however long this request was held up;
    /// false when somebody was faster, and is the one whom the address names.
    /// </summary>
    private async Task<bool> TryKeepAddress(Member member, Operation operation, CancellationToken cancellation) =>
        member.PendingEmail is not { } pending || pending.OperationId != operation.Id
        || await keys.Find(keys.EmailKey(member.Program, pending.Address), cancellation) is { } taken && taken.Value.MemberId == member.MemberId
            && (taken.Value.TakenAt is null || await keys.TryKeep(taken, cancellation));

    public List<string> CurrentKeys(Member member)
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
