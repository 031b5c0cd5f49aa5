using Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Mail;

/// <summary>A letter that was given up, without anything of the person.</summary>
/// <param name="Program">Left out where nobody knows it.</param>
/// <param name="Failure">One of <see cref="LetterFailure"/>.</param>
public sealed record DeadLetter(string Id, string Letter, string? Program, int Attempts, string Failure, DateTimeOffset Since);

public sealed record DeadLettersAnswer(IReadOnlyList<DeadLetter> DeadLetters);

public sealed record ReplayAnswer(string Id, string State);

public sealed class DeadLettersFunction(PostRoom room, DeadLetters dead)
{
    [Function("DeadLetters"), Access(Role.Operator)]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/dead-letters")] HttpRequest request)
    {
        var found = await room.Dead(Caller.Of(request.HttpContext).Program, request.Aborted());
        return Answer.Of(
            200,
            new DeadLettersAnswer([.. found.Select(letter => new DeadLetter(
                letter.Id, letter.Letter, letter.Program.Length == 0 ? null : letter.Program, letter.Attempts, letter.Failure!, letter.DeadSince!.Value))]),
            AnswerJson.Readable.DeadLettersAnswer);
    }

    [Function("ReplayDeadLetter"), Access(Role.Operator, Changes = true)]
    public async Task<IResult> Replay(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/dead-letters/{id}/replay")] HttpRequest request, string id)
    {
        (await RequestBody.Read(request, request.Aborted(), mayBeEmpty: true)).Fields.ThrowIfWrong();
        return await dead.Replay(id, Caller.Of(request.HttpContext), OperationId.Of(request.HttpContext), request.Aborted());
    }
}
