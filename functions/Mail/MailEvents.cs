using Microsoft.Extensions.Logging;

namespace Functions.Mail;

/// <summary>What the log says of letters. Names, addresses and members are never part of it; the runbook names these events.</summary>
internal static partial class MailEvents
{
    [LoggerMessage(2101, LogLevel.Debug, "Letter {Letter} of {Program} is queued", EventName = "LetterQueued")]
    public static partial void LetterQueued(this ILogger log, string letter, string program);

    [LoggerMessage(2102, LogLevel.Information, "Letter {Letter} of {Program} was sent after {SecondsWaiting} seconds", EventName = "LetterSent")]
    public static partial void LetterSent(this ILogger log, string letter, string program, long secondsWaiting);

    [LoggerMessage(2103, LogLevel.Information, "Letter {Letter} of {Program} was dropped: there is nobody to send it to", EventName = "LetterDropped")]
    public static partial void LetterDropped(this ILogger log, string letter, string program);

    /// <param name="reason">The type of the exception; its text could hold an address.</param>
    [LoggerMessage(2104, LogLevel.Warning, "Letter {Letter} of {Program} failed at try {Attempts}: {Failure} ({Reason})", EventName = "LetterFailed")]
    public static partial void LetterFailed(this ILogger log, string letter, string program, int attempts, string failure, string reason);

    [LoggerMessage(2105, LogLevel.Error, "Letter {Letter} of {Program} is dead after {Attempts} tries: {Failure}", EventName = "LetterDead")]
    public static partial void LetterDead(this ILogger log, string letter, string program, int attempts, string failure);

    [LoggerMessage(2106, LogLevel.Warning, "The mail budget is spent and {Waiting} letters wait", EventName = "MailBudgetSpent")]
    public static partial void MailBudgetSpent(this ILogger log, int waiting);

    [LoggerMessage(2107, LogLevel.Warning, "The mail service asks for a pause of {Seconds} seconds", EventName = "MailThrottled")]
    public static partial void MailThrottled(this ILogger log, long seconds);

    [LoggerMessage(2108, LogLevel.Information, "{Waiting} letters wait, the oldest for {SecondsWaiting} seconds", EventName = "MailQueueDepth")]
    public static partial void MailQueueDepth(this ILogger log, int waiting, long secondsWaiting);

    [LoggerMessage(2109, LogLevel.Information, "{Entries} entries were too old to be told", EventName = "EntriesPassedOver")]
    public static partial void EntriesPassedOver(this ILogger log, int entries);
}
