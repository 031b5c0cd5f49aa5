using Functions.Http;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.Ledger;

/// <summary>The points of one stay for a family member.</summary>
public sealed class TransferFunction(Transfers transfers, ProgramCatalogue programs)
{
    [Function("Transfer"), Access(Role.Pos, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/transfers")] HttpRequest request)
    {
        var call = (await Call.Read(request, programs, EntryKind.TransferOut, request.Aborted())).AtAnyPlace();
        var fields = call.Fields;
        var (toCard, award) = (fields.Text("toCard", maxLength: 256), fields.Text("awardOperationId"));
        var points = fields.OptionalAmount("points", least: 1);
        var sameHousehold = fields.Flag("sameHousehold");
        var degree = (int)fields.Amount("kinshipDegree", least: 1, most: 10);
        call.ThrowIfWrong();

        return await transfers.Run(
            call, toCard, new FamilyGift(award, points, sameHousehold, degree, ToAccountId: "", ToCardNumber: ""), request.Aborted());
    }
}
