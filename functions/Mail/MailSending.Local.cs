using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Functions.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Mail;

/// <summary>Who delivers mails. A Local build compiles this file, an Azure build <c>AzureMailSender.cs</c>; the rest of the app knows neither.</summary>
public static class MailSending
{
    public static void Add(IServiceCollection services)
    {
        services.AddHttpClient(OutboxMailSender.HttpClientName, client => client.BaseAddress = OutboxMailSender.Address);
        services.AddSingleton<IMailSender, OutboxMailSender>();
    }
}

/// <summary>What is handed to the outbox.</summary>
public sealed record OutboxMail(string Id, string From, string To, string Subject, string Text, IReadOnlyDictionary<string, string> Headers, string? Owner);

/// <summary>Hands mails to whatever answers the HttpClient named "mail": on a developer's machine, an outbox of files.</summary>
public sealed class OutboxMailSender(IHttpClientFactory http) : IMailSender
{
    public const string HttpClientName = "mail";

    public static readonly Uri Address = new("http://mail/outbox/");

    /// <summary>A mail's file is named by its id.</summary>
    public TimeSpan Remembers => TimeSpan.MaxValue;

    public async Task<string?> Send(OutgoingMail mail, string id, DateTimeOffset firstTriedAt, CancellationToken cancellation)
    {
        try
        {
            using var response = await http.CreateClient(HttpClientName).PostAsJsonAsync(
                (Uri?)null, new OutboxMail(id, mail.From, mail.To, mail.Subject, mail.Text, mail.Headers, mail.MemberId), MailJson.Default.OutboxMail, cancellation);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                throw MailFailedException.Throttled(response.Headers.RetryAfter?.Delta);
            return response.IsSuccessStatusCode ? null : throw MailFailedException.Refused();
        }
        catch (HttpRequestException silence)
        {
            throw MailFailedException.NoAnswer(silence);
        }
    }

    public async Task Forget(string memberId, CancellationToken cancellation)
    {
        try
        {
            using var response = await http.CreateClient(HttpClientName).DeleteAsync(new Uri(Uri.EscapeDataString(memberId), UriKind.Relative), cancellation);
            response.EnsureSuccessStatusCode();
        }
        catch (HttpRequestException failure)
        {
            throw new StoreUnavailableException("mail", outcomeUnknown: true, failure);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OutboxMail))]
public sealed partial class MailJson : JsonSerializerContext;
