using System.Text.Json;
using Functions.Ledger;
using Functions.Store;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Functions.Operations;

/// <summary>What a dead process left half-way is brought to its end: as soon as its journal is seen, and again every five minutes.</summary>
public sealed class ContinueOperationsFunction(Merges merges, Forfeitures forfeitures, Transfers transfers, StoreEvents events, ILogger<ContinueOperationsFunction> log)
{
    [Function("ContinueOperations")]
    public async Task OnTimer([TimerTrigger("0 */5 * * * *", RunOnStartup = true)] TimerInfo timer, FunctionContext context)
    {
        var stopping = context.CancellationToken;
        var finished = await merges.FinishAll(stopping) + await forfeitures.FinishAll(stopping) + await transfers.FinishAll(stopping);
        if (finished > 0)
            log.LogInformation("Finished {Operations} operations that were left half-way", finished);
    }

    [Function("ContinueChangedOperations"), ExponentialBackoffRetry(-1, "00:00:01", "00:01:00")]
    public async Task OnChange(
        [CosmosDBTrigger(
            Containers.Database, Containers.Operations, Connection = "Cosmos", LeaseContainerName = Containers.Leases, LeaseContainerPrefix = "operations",
            StartFromBeginning = true)]
        IReadOnlyList<JsonElement> changed, FunctionContext context)
    {
        events.Handled("ContinueChangedOperations", changed);
        foreach (var journal in changed)
        {
            var id = journal.GetProperty("id").GetString()!;
            // A transfer may still be under way and is left to the timer; the others may be helped at any time.
            await (journal.GetProperty("kind").GetString() switch
            {
                MergeJournal.KindName => merges.Finish(id, context.CancellationToken),
                ForfeitureJournal.KindName => forfeitures.Finish(id, context.CancellationToken),
                _ => Task.CompletedTask,
            });
        }
    }
}
