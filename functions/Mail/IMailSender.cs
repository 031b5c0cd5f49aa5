namespace Functions.Mail;

/// <param name="Headers">Beside To, From, Subject and Date.</param>
/// <param name="MemberId">Whose mail it is, so that erasure finds it where mails are kept.</param>
public sealed record OutgoingMail(string To, string Subject, string Text, IReadOnlyDictionary<string, string> Headers, string? MemberId = null);

public interface IMailSender
{
    /// <summary>Hands a mail over for delivery, at most once per id however often it is called.</summary>
    Task Send(OutgoingMail mail, string id, CancellationToken cancellation);

    /// <summary>Removes what is still kept of a member's mails; a service that keeps none has nothing to do.</summary>
    Task Forget(string memberId, CancellationToken cancellation);
}
