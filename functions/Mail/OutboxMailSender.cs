using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Functions.Store;

namespace Functions.Mail;

/// <summary>What is handed to the outbox.</summary>
public sealed record OutboxMail(string Id, string From, string To, string Subject, string Text, IReadOnlyDictionary<string, string> Headers, string? Owner);

/// <summary>Hands mails to whatever answers the HttpClient named "mail": on a developer's machine, an outbox of files.</summary>
public sealed class OutboxMailSender(IHttpClientFactory http, Settings settings) : IMailSender
{
    public const string HttpClientName = "mail";

    public static readonly Uri Address = new("http://mail/outbox/");

    public Task Send(OutgoingMail mail, string id, CancellationToken cancellation) =>
        Sent(client => client.PostAsJsonAsync(
            (Uri?)null, new OutboxMail(id, settings.MailFrom, mail.To, mail.Subject, mail.Text, mail.Headers, mail.MemberId), MailJson.Default.OutboxMail, cancellation));

    public Task Forget(string memberId, CancellationToken cancellation) =>
        Sent(client => client.DeleteAsync(new Uri(Uri.EscapeDataString(memberId), UriKind.Relative), cancellation));

    private async Task Sent(Func<HttpClient, Task<HttpResponseMessage>> call)
    {
        try
        {
            using var response = await call(http.CreateClient(HttpClientName));
            response.EnsureSuccessStatusCode();
        }
        catch (HttpRequestException failure)
        {
            // What it belongs to is stored by now: the same request again sends what is missing.
            throw new StoreUnavailableException("mail", outcomeUnknown: true, failure);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OutboxMail))]
public sealed partial class MailJson : JsonSerializerContext;
