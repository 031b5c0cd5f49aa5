using Functions.Ledger;
using Functions.Operations;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Mail;

/// <summary>Every night at 01:05 JST, which is 16:05 UTC. Queues the letters that tell members of points about to end.</summary>
public sealed class WarnOfExpiryFunction(Sweep sweep, ExpiryWarnings warnings)
{
    [Function("WarnOfExpiry"), FixedDelayRetry(5, "00:10:00")]
    public Task Run([TimerTrigger("0 5 16 * * *")] TimerInfo timer, FunctionContext context) =>
        sweep.Run("WarnOfExpiry", StoredHead.WarnOn, warnings.Queue, context.CancellationToken);
}
