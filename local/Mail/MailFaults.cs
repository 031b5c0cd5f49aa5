using System.Net;
using System.Net.Http.Headers;

namespace Local.Mail;

/// <summary>A mail as a test's fault hook sees it. <paramref name="Number"/> counts the mails handed over, from 1.</summary>
public sealed record HandedMail(string Id, string To, string Subject, long Number);

/// <summary>Failures of the mail service on demand. Without a hook it never fails.</summary>
public sealed class MailFaults
{
    private long number;

    /// <summary>Asked for every mail that is handed over; null lets it pass.</summary>
    public Func<HandedMail, MailFault?>? OnSend { get; set; }

    internal MailFault? For(MailToSend mail) => OnSend?.Invoke(new HandedMail(mail.Id, mail.To, mail.Subject, Interlocked.Increment(ref number)));
}

/// <summary>One failure. The factory methods name those that happen in Azure.</summary>
/// <param name="Status">What is answered; 0 gives no answer at all.</param>
/// <param name="AfterSending">The mail goes out first, so its sender does not know that it did.</param>
public sealed record MailFault(int Status, bool AfterSending = false, TimeSpan? RetryAfter = null)
{
    public static MailFault Refused() => new(400);

    public static MailFault Unavailable() => new(503);

    public static MailFault Throttled(TimeSpan retryAfter) => new(429, RetryAfter: retryAfter);

    public static MailFault NoAnswer() => new(0);

    public static MailFault NoAnswerAfterSending() => new(0, AfterSending: true);

    internal HttpResponseMessage Answer()
    {
        if (Status == 0)
            throw new HttpRequestException("The mail service did not answer, as a test asked.");
        var answer = new HttpResponseMessage((HttpStatusCode)Status);
        if (RetryAfter is { } wait)
            answer.Headers.RetryAfter = new RetryConditionHeaderValue(wait);
        return answer;
    }
}
