using Microsoft.Azure.Functions.Worker;

namespace Functions.Journal;

/// <summary>Every night at 04:10 JST, which is 19:10 UTC. Exports every day that is over and not exported yet.</summary>
public sealed class ExportJournalFunction(JournalExport export)
{
    [Function("ExportJournal"), FixedDelayRetry(3, "00:05:00")]
    public Task Run([TimerTrigger("0 10 19 * * *")] TimerInfo timer, FunctionContext context) => export.Run(context.CancellationToken);
}
