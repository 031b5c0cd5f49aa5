namespace Functions.Members;

/// <summary>Confirms an address by the code that was mailed to it: once, within a day.</summary>
public sealed class MailConfirmation(MemberStore members, MemberKeys keys, Registration registration, TimeProvider clock)
{
    /// <summary>The program whose My Page is open from now on; null for a code that is unknown, used or expired.</summary>
    public async Task<string?> Confirm(string code, CancellationToken cancellation)
    {
        if (await keys.Find(MemberKeys.CodeKey(code), cancellation) is not { Value: var known } || !(known.ExpiresAt > clock.GetUtcNow()))
            return null;
        while (await members.FindStored(known.MemberId, cancellation) is { Value: { PendingEmail: { } pending } member } stored && pending.OperationId == known.OperationId)
        {
            var emailKey = keys.EmailKey(member.Program, pending.Address);
            if (!await keys.TryTake(new MemberKey(emailKey, emailKey, member.Program, member.MemberId), cancellation))
                return null;
            var now = clock.GetUtcNow();
            var confirmed = member with
            {
                Email = pending.Address,
                EmailConfirmedAt = now,
                PendingEmail = null,
                FormerEmail = member.Email is { } former && former != pending.Address ? new FormerEmail(former, pending.OperationId) : member.FormerEmail,
                History = [.. member.History, new DataChange(pending.OperationId, now, Points.Ledger.Operation.ByMember, ["emailConfirmedAt"])],
            };
            if (!await members.TryWrite(confirmed, stored.ETag, cancellation))
                continue;
            await registration.Finish(member.MemberId, cancellation, isLinked: false);
            return member.Program;
        }

        return null;
    }
}
