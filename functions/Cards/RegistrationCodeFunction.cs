using Functions.Http;
using Functions.Programs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Cards;

public sealed record RegistrationCodeAnswer(string RegistrationCode, DateTimeOffset ExpiresAt, IReadOnlyList<string> Clauses);

/// <summary>A registration code from the front, for a member who was found by a whole key or registered on paper.</summary>
public sealed class RegistrationCodeFunction(RegistrationCodes codes, ProgramCatalogue programs, TimeProvider clock)
{
    [Function("IssueRegistrationCode"), Access(Role.Front, Changes = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/members/{memberId}/registration-codes")] HttpRequest request,
        string memberId)
    {
        var caller = Caller.Of(request.HttpContext);
        var program = programs[caller.Program];
        (await RequestBody.Read(request, request.Aborted(), mayBeEmpty: true)).Fields.ThrowIfWrong();
        if (program.TermsOn(program.DateOf(clock.GetUtcNow())).Cards.RegistrationCodes is not { } rule)
            return new Problem(422, "registration-not-offered", "規約により承れません。", "このポイントサービスに登録用コードはありません。");
        var operationId = OperationId.Of(request.HttpContext);
        IReadOnlyList<string> clauses = rule.Clause is { } clause ? [clause] : [];
        return OperationId.IsWellFormed(memberId) && await codes.Issue(memberId, operationId, caller.KeyId, program, request.Aborted()) is { } code
            ? Answer.Of(201, new RegistrationCodeAnswer(code.Payload, code.ExpiresAt, clauses), AnswerJson.Readable.RegistrationCodeAnswer)
            : Problem.NotFound("member-unknown", "この会員は登録されていません。");
    }
}
