using Functions.Ledger;
using Functions.Operations;
using Microsoft.Azure.Functions.Worker;
using Points.Cards;

namespace Functions.Cards;

/// <summary>
/// Every night at 00:35 JST, which is 15:35 UTC.
/// Writes the end of cards that were not used for the time of the terms (KKR-16.1(3), KAMPO-5.1).
/// </summary>
public sealed class WithdrawDormantCardsFunction(Sweep sweep)
{
    [Function("WithdrawDormantCards"), FixedDelayRetry(5, "00:10:00")]
    public Task Run([TimerTrigger("0 35 15 * * *")] TimerInfo timer, FunctionContext context) =>
        sweep.Run("WithdrawDormantCards", StoredHead.WithdrawalDueOn,
            head => WithdrawDormant.Decide(head.Account, head.Program, head.Now), context.CancellationToken);
}
