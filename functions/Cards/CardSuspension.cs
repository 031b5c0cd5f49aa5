using Functions.Ledger;
using Functions.Members;
using Microsoft.AspNetCore.Http;
using Points.Cards;

namespace Functions.Cards;

/// <summary>Takes a card out of use, for tills and for the desk.</summary>
public sealed class CardSuspension(LedgerStore ledger, MemberStore members)
{
    public static readonly Dictionary<string, CardEnd> Reasons = new()
    {
        ["lost"] = CardEnd.Lost,
        ["stolen"] = CardEnd.Stolen,
        ["suspicion"] = CardEnd.Suspicion,
    };

    public Task<IResult> Run(Call call, CardEnd why, bool identityConfirmed, CancellationToken cancellation) => ledger.ApplyAsync(
        call,
        async (account, operation) => Suspend.Decide(account, why, identityConfirmed, await members.Facts(account, call.Program, cancellation), operation, call.Program),
        cancellation);
}
