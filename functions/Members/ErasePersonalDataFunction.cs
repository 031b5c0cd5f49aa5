using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Functions.Members;

/// <summary>Every night at 03:20 JST, which is 18:20 UTC.</summary>
public sealed class ErasePersonalDataFunction(Erasure erasure, ILogger<ErasePersonalDataFunction> log)
{
    [Function("ErasePersonalData")]
    public async Task Run([TimerTrigger("0 20 18 * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        var erased = await erasure.Run(cancellation);
        if (erased > 0)
            log.LogInformation("Erased the personal data behind {Accounts} ended accounts", erased);
    }
}
