using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Functions.Ledger;

/// <summary>Every five minutes: what a dead process left half-way is brought to its end.</summary>
public sealed class ContinueTransfersFunction(Transfers transfers, ILogger<ContinueTransfersFunction> log)
{
    [Function("ContinueTransfers")]
    public async Task Run([TimerTrigger("0 */5 * * * *", RunOnStartup = true)] TimerInfo timer, CancellationToken cancellation)
    {
        var finished = await transfers.FinishAll(cancellation);
        if (finished > 0)
            log.LogInformation("Finished {Transfers} transfers that were left half-way", finished);
    }
}
