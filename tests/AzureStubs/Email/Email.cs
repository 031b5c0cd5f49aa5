using Azure.Core;

namespace Azure.Communication.Email;

public sealed class EmailClientOptions : ClientOptions;

public sealed class EmailContent(string subject)
{
    public string Subject => subject;

    public string? PlainText { get; set; }
}

public sealed class EmailMessage(string senderAddress, string recipientAddress, EmailContent content)
{
    public string SenderAddress => senderAddress;

    public string RecipientAddress => recipientAddress;

    public EmailContent Content => content;

    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>();

    public bool? UserEngagementTrackingDisabled { get; set; }
}

public sealed class EmailSendOperation
{
    public string Id => throw new NotSupportedException("A stub sends nothing.");
}

public sealed class EmailClient(Uri endpoint, TokenCredential credential, EmailClientOptions options)
{
    public Task<EmailSendOperation> SendAsync(
        WaitUntil wait, EmailMessage message, Guid operationId, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"A stub sends nothing to {endpoint} as {credential} with {options}.");
}
