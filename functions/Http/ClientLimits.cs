using Microsoft.AspNetCore.Http;

namespace Functions.Http;

/// <summary>
/// Public calls: a client that guesses codes wrong too often is locked out for a while, and one that registers without end is slowed down. Only
/// wrong guesses count, so members behind one address do not lock each other out.
/// </summary>
public sealed class ClientLimits(Settings settings, TimeProvider clock)
{
    private readonly Allowance guesses = new(settings.WrongCodesPerMinute, TimeSpan.FromMinutes(1), "Too many wrong codes.", clock);
    private readonly Allowance registrations =
        new(settings.RegistrationsPerMinute, TimeSpan.FromMinutes(1), "Too many registrations.", clock);
    private readonly Allowance mails = new(settings.MailsPerAddressPerHour, TimeSpan.FromHours(1), "Too many mails to one address.", clock);

    /// <exception cref="ProblemException">429 while the client has no guess left.</exception>
    public void ThrowIfSpent(HttpContext http) => guesses.ThrowIfSpent(ClientAddress.Of(http));

    /// <exception cref="ProblemException">429 when others of this client were faster.</exception>
    public void CountWrongGuess(HttpContext http) => guesses.Take(ClientAddress.Of(http));

    /// <summary>Counts every request, whoever the address belongs to: a refusal tells nothing about it.</summary>
    /// <param name="mailTo">Key of the address that a mail would go to.</param>
    /// <exception cref="ProblemException">429 when the client or the address has had too many.</exception>
    public void CountRegistration(HttpContext http, string mailTo)
    {
        registrations.Take(ClientAddress.Of(http));
        mails.Take(mailTo);
    }
}
