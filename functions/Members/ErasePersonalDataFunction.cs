using Functions.Ledger;
using Functions.Operations;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Members;

/// <summary>Every night at 03:20 JST, which is 18:20 UTC. Erases the personal data behind ended cards whose time has come (KKR-15.3, KKR-16.3).</summary>
public sealed class ErasePersonalDataFunction(Sweep sweep, Erasure erasure)
{
    [Function("ErasePersonalData"), FixedDelayRetry(5, "00:10:00")]
    public async Task Run([TimerTrigger("0 20 18 * * *")] TimerInfo timer, FunctionContext context)
    {
        await sweep.Run("ErasePersonalData", StoredHead.ErasureDueOn, erasure.Erase, context.CancellationToken);
        await erasure.EraseReasons(context.CancellationToken);
        await erasure.ReleaseUnclaimed(context.CancellationToken);
    }
}
