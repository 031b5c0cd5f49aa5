using System.Buffers.Text;
using System.Text.RegularExpressions;
using Functions.Cards;
using Functions.Members;
using Functions.Programs;
using Functions.Store;
using Microsoft.Extensions.Logging;
using Points.Programs;

namespace Functions.Mail.Inbound;

/// <summary>A mail that came in and was dealt with; nothing of what it said.</summary>
public sealed record InboundNote(string Id, string Kind, DateTimeOffset ReceivedAt, int Ttl);

/// <summary>
/// The reply to a mail from the address with which a member logs in to My Page (KKR-10): every card with balance and expiry, sent to the
/// registered address and to no other. Everybody else gets nothing.
/// </summary>
public sealed partial class Kakunin(
    CosmosStore store, PostRoom letters, MemberKeys keys, MemberStore members, BalanceLetter balances, StrangerReply strangers, ReplyLimits limits,
    ScanTokens tokens, ProgramCatalogue programs, Settings settings, TimeProvider clock, ILogger<Kakunin> log)
{
    private const string Letter = "kakunin";
    private const int RememberedSeconds = 30 * 24 * 60 * 60;

    /// <summary>A second delivery does nothing. Everything before the note may be repeated: a letter has its id from the mail it answers.</summary>
    /// <param name="delivery">Knows a mail without a Message-ID again.</param>
    public async Task Receive(InboundMail mail, string delivery, CancellationToken cancellation)
    {
        var name = mail.Headers.First("Message-ID") is { Length: > 0 } messageId ? messageId : delivery;
        var hash = Base64Url.EncodeToString(tokens.Derive($"mail|{name}").AsSpan(0, 24));
        var note = new InboundNote($"inbound:{hash}", "inbound", mail.ReceivedAt, RememberedSeconds);
        if (await store.Mail.Find(note.Id, note.Id, StoreJson.Readable.InboundNote, cancellation) is not null)
            return;
        if (Refusal(mail) is { } reason)
        {
            log.KakuninRefused(reason);
        }
        else
        {
            foreach (var program in programs.ById.Values.Where(program => IsAddressed(mail, program)))
            {
                if (await Reply(mail, hash, program, cancellation) is { } refusal)
                    log.KakuninRefused(refusal);
                else
                    log.KakuninReplied(program.Id);
            }
        }

        await store.Mail.TryCreate(note, note.Id, StoreJson.Readable.InboundNote, cancellation);
    }

    /// <summary>The id of the mail that is answered, if it may stand in a header of ours.</summary>
    public static string? MessageIdOf(InboundMail mail) =>
        mail.Headers.First("Message-ID") is { } id && MessageId().IsMatch(id) ? id : null;

    private string? Refusal(InboundMail mail) => mail switch
    {
        { From: null } => KakuninReason.Unreadable,
        _ when MailLoops.IsAutomatic(mail) || IsOurs(mail.From) || IsOurs(mail.EnvelopeFrom) => KakuninReason.Automatic,
        _ when !programs.ById.Values.Any(program => IsAddressed(mail, program)) => KakuninReason.OtherAddress,
        _ when Spoofing.Of(mail) == Sender.Doubtful => KakuninReason.Doubtful,
        _ => null,
    };

    /// <summary>Null when the member has a reply, else why not.</summary>
    private async Task<string?> Reply(InboundMail mail, string hash, Program program, CancellationToken cancellation)
    {
        if (await Member(mail.From!, program, cancellation) is not { } member)
        {
            if (settings.Kakunin.AnswerStrangers)
                await strangers.Send(mail, hash, program, cancellation);
            return KakuninReason.Stranger;
        }

        if (await balances.Facts(member, program, cancellation) is not { } facts)
            return KakuninReason.NoCard;
        if (!await limits.TryTake(member.MemberId, program.DateOf(mail.ReceivedAt), hash, cancellation))
            return KakuninReason.MemberLimit;
        if (!await limits.TryTakeOfAll(mail.ReceivedAt, cancellation))
            return KakuninReason.GlobalLimit;
        var now = clock.GetUtcNow();
        await letters.Add(new QueuedLetter
        {
            Id = $"kakunin:{program.Id}:{hash}",
            Program = program.Id,
            MemberId = member.MemberId,
            Letter = Letter,
            Facts = facts,
            Headers = LetterHeaders.OfReply(Letter, MessageIdOf(mail)),
            Urgency = LetterUrgency.Reply,
            QueuedAt = now,
            NextTryAt = now,
        }, cancellation);
        return null;
    }

    /// <summary>Whose login address it is: a confirmed one, not one that waits for its confirmation.</summary>
    private async Task<Member?> Member(string address, Program program, CancellationToken cancellation) =>
        await keys.Find(keys.EmailKey(program.Id, address), cancellation) is { Value.MemberId: var memberId }
        && await members.Find(memberId, cancellation) is { MyPageOpen: true, Email: { } email } member
        && EmailAddress.ForLookup(email) == EmailAddress.ForLookup(address)
            ? member
            : null;

    private static bool IsAddressed(InboundMail mail, Program program) =>
        program.KakuninAddress is { } address && mail.To.Contains(EmailAddress.ForLookup(address));

    private bool IsOurs(string? address) =>
        address?.Contains('@') == true && EmailAddress.ForLookup(address) is var sender
        && programs.ById.Values.Select(program => program.KakuninAddress).Append(settings.MailFrom).OfType<string>().Any(ours => EmailAddress.ForLookup(ours) == sender);

    [GeneratedRegex(@"^<[!-;=?-~]{1,240}>\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex MessageId();
}
