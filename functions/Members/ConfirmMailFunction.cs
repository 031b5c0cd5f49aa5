using Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Members;

public sealed record ConfirmationAnswer(string Program, bool MyPageOpen);

/// <summary>Opens My Page by the code from the mail. Unknown, used and expired codes are answered alike, and guessing is slow.</summary>
public sealed class ConfirmMailFunction(MailConfirmation confirmation, ClientLimits limits)
{
    [Function("ConfirmMail"), Access(Role.Public)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/mail-confirmations")] HttpRequest request)
    {
        var fields = (await RequestBody.Read(request, request.Aborted())).Fields;
        var code = fields.Text("code");
        fields.ThrowIfWrong();
        limits.ThrowIfSpent(request.HttpContext);
        if (await confirmation.Confirm(code, request.Aborted()) is { } program)
            return Answer.Of(200, new ConfirmationAnswer(program, MyPageOpen: true), AnswerJson.Readable.ConfirmationAnswer);
        limits.CountWrongGuess(request.HttpContext);
        return Problem.NotFound("code-unknown", "このコードは無効です。有効期限は24時間、ご利用は1回限りです。");
    }
}
