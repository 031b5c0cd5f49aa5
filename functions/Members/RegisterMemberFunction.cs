using Functions.Http;
using Functions.Ledger;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.Members;

public sealed class RegisterMemberFunction(MemberRegistration registration, ProgramCatalogue programs, TimeProvider clock)
{
    [Function("RegisterMember"), Access(Role.Front, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cards/{cardNumber}/member")] HttpRequest request,
        string cardNumber)
    {
        var call = await Call.About(cardNumber, request, programs, EntryKind.Member, request.Aborted());
        var data = HolderFields.ReadWithNews(call.Fields, call.Program.DateOf(clock.GetUtcNow()));
        call.ThrowIfWrong();
        return await registration.Run(call, data, request.Aborted());
    }
}
