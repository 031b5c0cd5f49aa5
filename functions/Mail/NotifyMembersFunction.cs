using System.Text.Json;
using Functions.Store;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Mail;

/// <summary>Tells members what happened on their accounts; the operation that did it neither waits for this nor pays for it.</summary>
public sealed class NotifyMembersFunction(EntryLetters letters, StoreEvents events)
{
    [Function("NotifyMembers"), ExponentialBackoffRetry(-1, "00:00:01", "00:01:00")]
    public Task OnChange(
        [CosmosDBTrigger(
            Containers.Database, Containers.Accounts, Connection = "Cosmos", LeaseContainerName = Containers.Leases, LeaseContainerPrefix = "letters",
            StartFromBeginning = true)]
        IReadOnlyList<JsonElement> changed, FunctionContext context)
    {
        events.Handled("NotifyMembers", changed);
        return letters.Tell(changed, context.CancellationToken);
    }
}
