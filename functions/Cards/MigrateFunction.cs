using Functions.Http;
using Functions.Ledger;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Cards;
using Points.Ledger;

namespace Functions.Cards;

/// <summary>Moves the balance of a legacy card, once per legacy card.</summary>
public sealed class MigrateFunction(LedgerStore ledger, CardReservations reservations, ProgramCatalogue programs)
{
    [Function("Migrate"), Access(Role.Front, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/migrations")] HttpRequest request, CancellationToken cancellation)
    {
        var call = (await Call.Read(request, programs, EntryKind.Migration, cancellation)).AtAnyPlace();
        var legacy = call.Fields.Text("legacyCardNumber", maxLength: 32);
        var balance = new LegacyBalance(call.Fields.Date("printedExpiry"), call.Fields.Amount("points", least: 1));
        call.ThrowIfWrong();
        return await ledger.ApplyAsync(call, async (account, operation) =>
        {
            var decision = Migrate.Decide(account, balance, operation, call.Program);
            if (decision is Refused || await reservations.LegacyCard(call.Program.Id, legacy, operation.CardNumber, account.AccountId, operation.Id, cancellation))
                return decision;
            return Refused.Because("legacy-card-used", ((Accepted)decision).Main.Steps[0].Clause, "この旧カードの残高は移行済みです。");
        }, cancellation);
    }
}
