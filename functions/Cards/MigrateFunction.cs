using Functions.Http;
using Functions.Ledger;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Cards;
using Points.Ledger;

namespace Functions.Cards;

public sealed class MigrateFunction(LegacyMigration migration, ProgramCatalogue programs)
{
    [Function("Migrate"), Access(Role.Front, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/migrations")] HttpRequest request)
    {
        var call = (await Call.Read(request, programs, EntryKind.Migration, request.Aborted())).AtAnyPlace();
        var legacy = call.Fields.Text("legacyCardNumber", maxLength: 32);
        var balance = new LegacyBalance(call.Fields.Date("printedExpiry"), call.Fields.Amount("points", least: 1));
        call.ThrowIfWrong();
        return await migration.Run(call, legacy, balance, request.Aborted());
    }
}
