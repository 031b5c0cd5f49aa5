using Functions.Mail;

namespace Functions.Members;

/// <summary>The letter that asks a member to confirm an address. The member waits for it, so it goes out at once if it can.</summary>
public sealed class ConfirmationMail(MemberKeys keys, ConfirmationCodes codes, Delivery delivery, IMailSender sender, TimeProvider clock)
{
    public const string Letter = "confirm";
    public const string KnownLetter = "known-address";

    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public DateTimeOffset Now => clock.GetUtcNow();

    public string CodeKeyOf(string memberId, PendingEmail pending) => codes.KeyOf(memberId, pending);

    public async Task Send(Member member, CancellationToken cancellation)
    {
        var pending = member.PendingEmail!;
        var key = codes.KeyOf(member.MemberId, pending);
        await keys.TryTake(
            new MemberKey(key, key, member.Program, member.MemberId, pending.OperationId, pending.RequestedAt + Lifetime, (int)Lifetime.TotalSeconds * 2), cancellation);
        // Neither the address nor the code is in the queue: both are looked up by the operation when the letter goes out.
        await delivery.SendNow(
            new QueuedLetter
            {
                Id = $"confirm:{member.MemberId}:{pending.OperationId}",
                Program = member.Program,
                MemberId = member.MemberId,
                Letter = Letter,
                Facts = new Dictionary<string, string> { [LetterWriter.OperationFact] = pending.OperationId },
                Urgency = LetterUrgency.Reply,
                QueuedAt = Now,
                NextTryAt = Now,
            },
            cancellation);
    }

    /// <summary>To an address that somebody has registered again: it is in use, and nothing was changed.</summary>
    public Task SendKnown(Member member, string address, string operationId, CancellationToken cancellation)
    {
        var isPending = member.PendingEmail is { } pending && EmailAddress.ForLookup(pending.Address) == EmailAddress.ForLookup(address);
        return delivery.SendNow(
            new QueuedLetter
            {
                Id = $"known:{member.MemberId}:{operationId}",
                Program = member.Program,
                MemberId = member.MemberId,
                Letter = KnownLetter,
                Facts = new Dictionary<string, string> { [LetterWriter.PendingFact] = isPending ? member.PendingEmail!.OperationId : "" },
                Urgency = LetterUrgency.Reply,
                QueuedAt = Now,
                NextTryAt = Now,
            },
            cancellation);
    }

    public Task Forget(string memberId, CancellationToken cancellation) => sender.Forget(memberId, cancellation);
}
