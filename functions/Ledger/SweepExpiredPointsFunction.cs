using Functions.Operations;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.Ledger;

/// <summary>
/// Every night at 00:05 JST, which is 15:05 UTC.
/// Writes the lapse of points whose last valid day has passed (KKR-6.3, KEIO-4.3, KAMPO-5.1).
/// </summary>
public sealed class SweepExpiredPointsFunction(Sweep sweep)
{
    [Function("SweepExpiredPoints"), FixedDelayRetry(5, "00:10:00")]
    public Task Run([TimerTrigger("0 5 15 * * *")] TimerInfo timer, FunctionContext context) =>
        sweep.Run("SweepExpiredPoints", StoredHead.NextLapseOn,
            head => Lapse.Decide(head.Account, head.Program, head.Now), context.CancellationToken);
}
