using Functions.Http;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Points.Ledger;
using Points.Programs;

namespace Functions.Ledger;

public sealed record RewardsAnswer(IReadOnlyList<Reward> Rewards, IReadOnlyList<string> Clauses);

/// <summary>The exchange catalogue, and exchanging points for a reward of it.</summary>
public sealed class ExchangeFunction(LedgerStore ledger, ProgramCatalogue programs, TimeProvider clock)
{
    [Function("Rewards"), Access(Role.Front)]
    public IResult Catalogue(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/programs/{program}/rewards")] HttpRequest request, string program)
    {
        var rules = Terms(Caller.Of(request.HttpContext).OfProgram(program, programs)).Exchange;
        string[] clauses = rules is null ? [] : [.. new[] { rules.Rewards.Clause, rules.Final.Clause }.OfType<string>().Distinct()];
        return Answer.Of(200, new RewardsAnswer(rules?.Rewards.Is ?? [], clauses), AnswerJson.Readable.RewardsAnswer);
    }

    [Function("Exchange"), Access(Role.Front, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/exchanges")] HttpRequest request)
    {
        var call = (await Call.Read(request, programs, EntryKind.Exchange, request.Aborted())).AtAnyPlace();
        var rewards = Terms(call.Program).Exchange?.Rewards.Is ?? [];
        var rewardId = call.Fields.Choice("rewardId", [.. rewards.Select(reward => reward.Id)]);
        var quantity = (int)(call.Fields.OptionalAmount("quantity", least: 1, most: 100) ?? 1);
        call.ThrowIfWrong();
        var reward = rewards.Single(reward => reward.Id == rewardId);
        return await ledger.Apply(
            call, (account, operation) => Exchange.Decide(account, reward, quantity, operation, call.Program), request.Aborted());
    }

    private Terms Terms(Program program) => program.TermsOn(program.DateOf(clock.GetUtcNow()));
}
