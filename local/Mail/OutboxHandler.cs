using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Local.Mail;

/// <summary>The transport of the HttpClient named "mail": POST sends, DELETE …/{owner} forgets.</summary>
sealed class OutboxHandler(Outbox outbox, MailFaults faults) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Delete)
        {
            outbox.Forget(Uri.UnescapeDataString(request.RequestUri!.Segments[^1]));
            return new HttpResponseMessage(HttpStatusCode.NoContent);
        }

        try
        {
            var mail = (await request.Content!.ReadFromJsonAsync<MailToSend>(JsonSerializerOptions.Web, cancellationToken))!;
            var fault = faults.For(mail);
            if (fault is null or { AfterSending: true })
                outbox.Send(mail);
            if (fault is not null)
                return fault.Answer();
            return new HttpResponseMessage(HttpStatusCode.Accepted);
        }
        catch (FormatException bad)
        {
            return new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent(bad.Message) };
        }
    }
}
