using System.Text.Json;
using Functions.Store;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Functions.Mail;

/// <summary>Letters go out as soon as they are queued, and every minute what had to wait.</summary>
public sealed class SendLettersFunction(Delivery delivery, PostRoom room, StoreEvents events, TimeProvider clock, ILogger<SendLettersFunction> log)
{
    [Function("SendLetters")]
    public async Task OnTimer([TimerTrigger("0 * * * * *")] TimerInfo timer, FunctionContext context)
    {
        await delivery.Run(context.CancellationToken);
        if (await room.Depth(context.CancellationToken) is { Waiting: > 0 and var waiting, Since: { } since })
            log.MailQueueDepth(waiting, long.Max(0, (long)(clock.GetUtcNow() - since).TotalSeconds));
    }

    [Function("SendNewLetters"), ExponentialBackoffRetry(-1, "00:00:01", "00:01:00")]
    public async Task OnChange(
        [CosmosDBTrigger(
            Containers.Database, Containers.Mail, Connection = "Cosmos", LeaseContainerName = Containers.Leases, LeaseContainerPrefix = "send",
            StartFromBeginning = true)]
        IReadOnlyList<JsonElement> changed, FunctionContext context)
    {
        events.Handled("SendNewLetters", changed);
        // Also when one was sent: the next one of its account may have waited for it.
        if (changed.Any(document => document.TryGetProperty("letter", out _)))
            await delivery.Run(context.CancellationToken);
    }
}
