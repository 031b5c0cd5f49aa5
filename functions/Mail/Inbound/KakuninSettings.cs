using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Functions.Mail.Inbound;

/// <summary>The settings of <c>Kakunin__…</c>.</summary>
public sealed record KakuninSettings
{
    /// <summary>The key that inbound mail is signed with: a SubjectPublicKeyInfo in base64. Without it none is accepted.</summary>
    public required string? PublicKey { get; init; }

    public required string SignatureHeader { get; init; }
    public required string TimestampHeader { get; init; }

    /// <summary>How far a signature's time may be from ours, in seconds.</summary>
    public required int MaxAgeSeconds { get; init; }

    public required int RepliesPerMemberPerDay { get; init; }

    /// <summary>Of all members together.</summary>
    public required int RepliesPerHour { get; init; }

    /// <summary>Whether an address that is no member's gets a neutral answer instead of none.</summary>
    public required bool AnswerStrangers { get; init; }

    public static KakuninSettings From(IConfiguration configuration)
    {
        var settings = new KakuninSettings
        {
            PublicKey = configuration["Kakunin:PublicKey"] is { Length: > 0 } key ? key : null,
            SignatureHeader = configuration["Kakunin:SignatureHeader"] ?? "X-Twilio-Email-Event-Webhook-Signature",
            TimestampHeader = configuration["Kakunin:TimestampHeader"] ?? "X-Twilio-Email-Event-Webhook-Timestamp",
            MaxAgeSeconds = configuration.GetValue("Kakunin:MaxAgeSeconds", 600),
            RepliesPerMemberPerDay = configuration.GetValue("Kakunin:RepliesPerMemberPerDay", 5),
            RepliesPerHour = configuration.GetValue("Kakunin:RepliesPerHour", 1_000),
            AnswerStrangers = configuration.GetValue("Kakunin:AnswerStrangers", defaultValue: false),
        };
        if (settings.MaxAgeSeconds < 1 || settings.RepliesPerMemberPerDay is < 1 or > 100 || settings.RepliesPerHour < 1)
            throw new InvalidOperationException("Settings Kakunin__MaxAgeSeconds and Kakunin__RepliesPerHour must be positive, Kakunin__RepliesPerMemberPerDay 1 to 100.");
        if (settings.PublicKey is { } given && !IsKey(given))
            throw new InvalidOperationException("Setting Kakunin__PublicKey must be the verification key of the mail service, as it shows it: base64 of an EC public key.");
        // Everybody knows the key that local/kakunin signs with.
        if (configuration["Kakunin:DevelopmentKey"] is { Length: > 0 } && configuration["Cosmos:accountEndpoint"] is not null)
            throw new InvalidOperationException("Setting Kakunin__DevelopmentKey belongs to a developer's machine: remove it, and set Kakunin__PublicKey to the key of the mail service.");
        return settings;
    }

    private static bool IsKey(string text)
    {
        using var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(text), out _);
            return true;
        }
        catch (Exception wrong) when (wrong is CryptographicException or FormatException)
        {
            return false;
        }
    }
}
