using Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Functions.Mail.Inbound;

/// <summary>
/// A mail as SendGrid hands it over. Whatever is rightly signed is answered 200 with nothing in it: who is a member shows
/// in no answer, and a mail that cannot be read would not become readable by being sent again.
/// </summary>
public sealed class ReceiveMailFunction(SendGridSignature signature, Kakunin kakunin, TimeProvider clock, ILogger<ReceiveMailFunction> log)
{
    /// <summary>SendGrid hands over mails of up to 30 MB, and writes a little around them.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    [Function("ReceiveMail"), Access(Role.Public, MaxBytes = MaxBytes)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/mail/inbound")] HttpRequest request)
    {
        var delivery = await signature.Check(request, request.Aborted());
        if (await SendGridMail.Read(request.Body, request.ContentType, clock.GetUtcNow(), request.Aborted()) is { } mail)
            await kakunin.Receive(mail, delivery, request.Aborted());
        else
            log.KakuninRefused(KakuninReason.Unreadable);
        return Results.Ok();
    }
}
