using Functions.Http;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;

namespace Functions.Ledger;

/// <summary>What an award or a redemption would answer now; nothing is written.</summary>
public sealed class QuoteFunction(LedgerStore ledger, Answers answers, ProgramCatalogue programs)
{
    [Function("Quote"), Access(Role.Pos)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/quotes")] HttpRequest request)
    {
        var caller = Caller.Of(request.HttpContext);
        var fields = (await RequestBody.Read(request, request.Aborted())).Fields;
        var (award, redemption) = (fields.OptionalObject("award"), fields.OptionalObject("redemption"));
        if (award is null == redemption is null)
            fields.Wrong("award", "send either award or redemption", 0);
        if (award is null == redemption is null || fields.HasUnknown)
            fields.ThrowIfWrong();

        var kind = award is null ? EntryKind.Redemption : EntryKind.Award;
        var call = Call.Inside(caller, programs[caller.Program], (award ?? redemption)!, kind).AtPlace();
        var decide = DecideFor(call);
        call.ThrowIfWrong();
        return await ledger.Preview(call, decide, request.Aborted()) switch
        {
            Accepted accepted => Answer.Of(200, answers.Of(accepted.Main, call.Program) with { EntryHash = null }, AnswerJson.Readable.MutationAnswer),
            var refused => Problem.From((Refused)refused),
        };
    }

    private static Func<Account, Operation, Decision> DecideFor(Call call)
    {
        if (call.Kind == EntryKind.Award)
        {
            var purchase = call.Purchase();
            return (account, operation) => Award.Decide(account, purchase, operation, call.Program);
        }

        var redemption = call.Redemption();
        return (account, operation) => Redeem.Decide(account, redemption, operation, call.Program);
    }
}
