namespace Functions.Mail;

/// <param name="Headers">Beside To, From, Subject and Date.</param>
/// <param name="MemberId">Whose mail it is, so that erasure finds it where mails are kept.</param>
public sealed record OutgoingMail(
    string From, string To, string Subject, string Text, IReadOnlyDictionary<string, string> Headers, string? MemberId = null);

public interface IMailSender
{
    /// <summary>For so long the same id is known to be the same mail.</summary>
    TimeSpan Remembers { get; }

    /// <summary>Hands a mail over for delivery: within <see cref="Remembers"/> once per id, however often it is called.</summary>
    /// <param name="firstTriedAt">When the id was first tried, as far as anybody knows.</param>
    /// <returns>What the service calls the mail; null where it has no name for it.</returns>
    /// <exception cref="MailFailedException">The service said no, or nothing.</exception>
    Task<string?> Send(OutgoingMail mail, string id, DateTimeOffset firstTriedAt, CancellationToken cancellation);

    /// <summary>Removes what is still kept of a member's mails; a service that keeps none has nothing to do.</summary>
    Task Forget(string memberId, CancellationToken cancellation);
}

/// <summary>The mail service did not take a mail, or nobody knows whether it did.</summary>
/// <param name="retryAfter">Set when the service has too much to do: nothing is wrong with the mail.</param>
public sealed class MailFailedException(string failure, TimeSpan? retryAfter = null, Exception? inner = null) : Exception($"The mail was not sent: {failure}.", inner)
{
    public string Failure => failure;

    public TimeSpan? RetryAfter => retryAfter;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMinutes(1);

    public static MailFailedException Throttled(TimeSpan? retryAfter, Exception? inner = null) =>
        new(LetterFailure.Refused, retryAfter ?? ShortestPause, inner);

    public static MailFailedException Refused(Exception? inner = null) => new(LetterFailure.Refused, retryAfter: null, inner);

    public static MailFailedException NoAnswer(Exception inner) => new(LetterFailure.NoAnswer, retryAfter: null, inner);
}
