using Microsoft.Extensions.Logging;

namespace Functions.Mail.Inbound;

/// <summary>What becomes of mails to the kakunin address, for the log. Never who sent one.</summary>
public static partial class KakuninEvents
{
    [LoggerMessage(EventId = 510, EventName = nameof(KakuninReplied), Level = LogLevel.Information, Message = "KakuninReplied {Program}")]
    public static partial void KakuninReplied(this ILogger log, string program);

    [LoggerMessage(EventId = 511, EventName = nameof(KakuninRefused), Level = LogLevel.Information, Message = "KakuninRefused {Reason}")]
    public static partial void KakuninRefused(this ILogger log, string reason);
}

/// <summary>Why a mail got no reply.</summary>
public static class KakuninReason
{
    public const string Signature = "signature";
    public const string Stale = "stale";
    public const string Unreadable = "unreadable";
    public const string Automatic = "automatic";
    public const string OtherAddress = "other-address";
    public const string Doubtful = "doubtful-sender";
    public const string Stranger = "not-a-member";
    public const string NoCard = "no-card";
    public const string MemberLimit = "member-limit";
    public const string GlobalLimit = "global-limit";
}
