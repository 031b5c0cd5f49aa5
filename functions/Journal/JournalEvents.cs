using Microsoft.Extensions.Logging;

namespace Functions.Journal;

/// <summary>What alerts and the workbook ask for.</summary>
internal static partial class JournalEvents
{
    [LoggerMessage(LogLevel.Information, "JournalExported {Program} {Day} {Entries} {Points} {Outstanding}")]
    public static partial void JournalExported(this ILogger log, string program, string day, long entries, long points, long outstanding);

    [LoggerMessage(LogLevel.Error, "JournalExportFailed {Program} {Day}")]
    public static partial void JournalExportFailed(this ILogger log, string program, string day, Exception failure);
}
