using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Communication.Email;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Mail;

/// <summary>Who delivers mails. An Azure build compiles this file, a Local build <c>OutboxMailSender.cs</c>; the rest of the app knows neither.</summary>
public static class MailSending
{
    public static void Add(IServiceCollection services) => services.AddSingleton<IMailSender, AzureMailSender>();
}

/// <summary>Hands mails to Azure Communication Services, as its reference describes them; the only file that no Local build compiles.</summary>
public sealed class AzureMailSender : IMailSender
{
    private readonly EmailClient client;

    public AzureMailSender(Settings settings)
    {
        var endpoint = settings.MailEndpoint ?? throw new InvalidOperationException("Setting Mail__Endpoint must say where Azure Communication Services is.");
        var options = new EmailClientOptions();
        // A 429 belongs to the queue: tries of the client's own would count against the quota.
        options.Retry.MaxRetries = 0;
        options.AddPolicy(new RepeatabilityHeaders(), HttpPipelinePosition.PerCall);
        client = new EmailClient(new Uri(endpoint), new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(settings.MailClientId)), options);
    }

    /// <summary>The service keeps a repeatability id for five minutes; half a minute is left for clocks that differ.</summary>
    public TimeSpan Remembers { get; } = TimeSpan.FromMinutes(4.5);

    public async Task<string?> Send(OutgoingMail mail, string id, DateTimeOffset firstTriedAt, CancellationToken cancellation)
    {
        var message = new EmailMessage(mail.From, mail.To, new EmailContent(mail.Subject) { PlainText = mail.Text }) { UserEngagementTrackingDisabled = true };
        foreach (var (name, value) in mail.Headers)
            message.Headers.Add(name, value);
        var operation = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 16));
        using var scope = HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?>
        {
            [RepeatabilityHeaders.RequestId] = operation.ToString(),
            [RepeatabilityHeaders.FirstSent] = firstTriedAt.ToString("R", CultureInfo.InvariantCulture),
        });
        try
        {
            return (await client.SendAsync(WaitUntil.Started, message, operation, cancellation)).Id;
        }
        catch (RequestFailedException failure)
        {
            throw failure.Status switch
            {
                429 => MailFailedException.Throttled(RetryAfter(failure), failure),
                // Without a status nothing came back.
                0 => MailFailedException.NoAnswer(failure),
                _ => MailFailedException.Refused(failure),
            };
        }
    }

    public Task Forget(string memberId, CancellationToken cancellation) => Task.CompletedTask;

    private static TimeSpan? RetryAfter(RequestFailedException failure) =>
        failure.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var text) == true && int.TryParse(text, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>OASIS repeatable requests: the same id within five minutes is the same mail.</summary>
    private sealed class RepeatabilityHeaders : HttpPipelineSynchronousPolicy
    {
        public const string RequestId = "Repeatability-Request-ID";
        public const string FirstSent = "Repeatability-First-Sent";

        public override void OnSendingRequest(HttpMessage message)
        {
            foreach (var name in new[] { RequestId, FirstSent })
            {
                if (message.TryGetProperty(name, out var value) && value is string text)
                    message.Request.Headers.SetValue(name, text);
            }
        }
    }
}
