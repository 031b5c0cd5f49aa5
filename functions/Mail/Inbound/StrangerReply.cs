using Functions.Members;
using Points.Programs;

namespace Functions.Mail.Inbound;

/// <summary>
/// Where the operator wishes it, what somebody hears who is no member: the same for everybody. Sent at once, because the queue
/// holds no addresses; and only to a proven sender, for otherwise a forger would have us write to anybody.
/// </summary>
public sealed class StrangerReply(Letters letters, IMailSender sender, MemberKeys keys, ReplyLimits limits, Settings settings)
{
    private const string Letter = "kakunin-stranger";

    public async Task Send(InboundMail mail, string hash, Program program, CancellationToken cancellation)
    {
        if (Spoofing.Of(mail) != Sender.Proven
            || !await limits.TryTake(keys.EmailKey(program.Id, mail.From!), program.DateOf(mail.ReceivedAt), hash, cancellation)
            || !await limits.TryTakeOfAll(mail.ReceivedAt, cancellation))
            return;
        var (subject, text) = letters.Write(Letter, new Dictionary<string, string> { ["program"] = program.Name, ["operator"] = program.Operator });
        var headers = LetterHeaders.OfReply(Letter, Kakunin.MessageIdOf(mail));
        await sender.Send(new OutgoingMail(settings.FromOf(program), mail.From!, subject, text, headers), $"kakunin-stranger:{program.Id}:{hash}", mail.ReceivedAt, cancellation);
    }
}
