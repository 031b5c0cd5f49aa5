using Microsoft.Extensions.Logging;

namespace Functions.Operations;

/// <summary>
/// The events that alerts and workbooks ask for, by name and field. They name accounts and never people: whoever may read logs
/// need not be one who may see members.
/// </summary>
public static partial class Events
{
    /// <summary>One line per run of a sweep.</summary>
    /// <param name="due">Accounts that the search found.</param>
    /// <param name="done">Accounts that this run wrote; what another run or the member's own activity settled meanwhile is in neither number.</param>
    /// <param name="refused">Accounts that stay due: set aside, without an answer, or too busy.</param>
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "SweepFinished {Sweep} {Due} {Done} {Refused} {Seconds} {StoreRequests}")]
    public static partial void SweepFinished(this ILogger log, string sweep, int due, int done, int refused, double seconds, long storeRequests);

    /// <summary>An account that cannot be decided on or read. It stays due and will be tried by the next run; somebody must look at it.</summary>
    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "AccountSetAside {Sweep} {AccountId}")]
    public static partial void AccountSetAside(this ILogger log, Exception reason, string sweep, string accountId);

    /// <summary>The store gave no answer about one account, or others kept changing it: the next run goes on with it.</summary>
    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "AccountLeft {Sweep} {AccountId}")]
    public static partial void AccountLeft(this ILogger log, Exception? reason, string sweep, string accountId);
}
