using Microsoft.Extensions.Logging;
using Points.Ledger;

namespace Functions.Ledger;

/// <summary>
/// What the points did, as events that the portal counts. No card, account or person is in them. This category is
/// silent on a console (host.json): one line for each operation would cost more than the operation.
/// </summary>
public sealed partial class LedgerEvents(ILogger<LedgerEvents> log)
{
    /// <summary>One for each entry, so that what lapsed on the way is counted as well.</summary>
    public void Committed(string program, IEnumerable<Entry> entries)
    {
        if (!log.IsEnabled(LogLevel.Information))
            return;
        foreach (var entry in entries)
            PointsMoved(program, entry.Kind, entry.Points, entry.Facility, entry.Department);
    }

    public void Refused(string program, Refused refused, string? facility)
    {
        if (log.IsEnabled(LogLevel.Information))
            OperationRefused(program, refused.Code, string.Join(' ', refused.Clauses), facility);
    }

    [LoggerMessage(LogLevel.Information, EventName = "PointsMoved", Message = "{Program} {Kind} {Points} points at {Facility}/{Department}")]
    private partial void PointsMoved(string program, string kind, long points, string? facility, string? department);

    [LoggerMessage(LogLevel.Information, EventName = "OperationRefused", Message = "{Program} refused: {Code} by {Clauses} at {Facility}")]
    private partial void OperationRefused(string program, string code, string clauses, string? facility);

    /// <summary>Every call of a terminal; the facility is that of the call, else that of the key.</summary>
    [LoggerMessage(LogLevel.Information, EventName = "CallAnswered", Message = "{Function} of {Program} at {Facility}: {Status} {Code} after {Milliseconds} ms")]
    public partial void CallAnswered(string function, string? program, string? facility, int status, string? code, long milliseconds);
}
