using Functions.Ledger;
using Microsoft.AspNetCore.Http;
using Points.Cards;
using Points.Ledger;

namespace Functions.Cards;

/// <summary>Moves the balance of a legacy card, once per legacy card (KKR-20).</summary>
public sealed class LegacyMigration(LedgerStore ledger, CardReservations reservations)
{
    public Task<IResult> Run(Call call, string legacyNumber, LegacyBalance balance, CancellationToken cancellation) => ledger.ApplyAsync(call, async (account, operation) =>
    {
        var decision = Migrate.Decide(account, balance, operation, call.Program);
        if (decision is Refused || await reservations.LegacyCard(call.Program.Id, legacyNumber, operation.CardNumber, account.AccountId, operation.Id, cancellation))
            return decision;
        return Refused.Because("legacy-card-used", ((Accepted)decision).Main.Steps[0].Clause, "この旧カードの残高は移行済みです。");
    }, cancellation);
}
