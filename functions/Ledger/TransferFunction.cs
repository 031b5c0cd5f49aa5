using Functions.Cards;
using Functions.Http;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.Ledger;

/// <summary>The points of one stay for a family member.</summary>
public sealed class TransferFunction(Transfers transfers, CardAccounts cards, ProgramCatalogue programs)
{
    [Function("Transfer"), Access(Role.Pos, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/transfers")] HttpRequest request, CancellationToken cancellation)
    {
        var call = (await Call.Read(request, programs, EntryKind.TransferOut, cancellation)).AtAnyPlace();
        var fields = call.Fields;
        var (toCard, award) = (fields.Text("toCard", maxLength: 256), fields.Text("awardOperationId"));
        var points = fields.OptionalAmount("points", least: 1);
        var sameHousehold = fields.Flag("sameHousehold");
        var degree = (int)fields.Amount("kinshipDegree", least: 1, most: 10);
        call.ThrowIfWrong();

        var (to, _) = await cards.Open(toCard, call.Caller, cancellation);
        var (from, _) = await cards.Open(call.Card, call.Caller, cancellation);
        if (to.AccountId == from.AccountId)
            throw new ProblemException(Problem.BadFields(new Dictionary<string, string[]> { ["toCard"] = ["must be another member's card"] }));
        return await transfers.Run(call, new FamilyGift(award, points, sameHousehold, degree, to.AccountId, to.CardNumber), from, cancellation);
    }
}
